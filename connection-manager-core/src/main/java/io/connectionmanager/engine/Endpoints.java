package io.connectionmanager.engine;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.Masking;

/**
 * What the position of an attempt among the endpoints of its manager stands for.
 */
final class Endpoints {

	private Endpoints() {
	}

	/**
	 * Returns the endpoint of an attempt.
	 * @param endpoints the endpoints, in the order in which they are tried
	 * @param position the position, counted across all rounds
	 * @return the endpoint, or empty if there are none
	 */
	static Optional<URI> at(List<URI> endpoints, int position) {
		return endpoints.isEmpty() ? Optional.empty() : Optional.of(endpoints.get(position % endpoints.size()));
	}

	/**
	 * Returns the endpoint of an attempt for display, only where there are several:
	 * otherwise it goes without saying.
	 * @param endpoints the endpoints, in the order in which they are tried
	 * @param position the position, counted across all rounds
	 * @param masking removes secrets
	 * @return host and port, or {@code null} if there is one endpoint or none
	 */
	static @Nullable String text(List<URI> endpoints, int position, Masking masking) {
		if (endpoints.size() < 2) {
			return null;
		}
		URI endpoint = endpoints.get(position % endpoints.size());
		String host = endpoint.getHost();
		if (host == null) {
			return masking.mask(endpoint);
		}
		return (endpoint.getPort() < 0) ? host : host + ":" + endpoint.getPort();
	}

}
