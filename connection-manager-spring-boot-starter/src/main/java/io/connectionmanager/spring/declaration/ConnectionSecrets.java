package io.connectionmanager.spring.declaration;

import java.net.URI;
import java.util.List;
import java.util.Map;

import io.connectionmanager.Masking;
import io.connectionmanager.spring.declaration.ResolvedConnection.ConnectorProperties;
import io.connectionmanager.spring.service.ServiceDetails;

/**
 * Finds the secrets among the properties of a connection.
 */
public final class ConnectionSecrets {

	private static final String JDBC = "jdbc:";

	private ConnectionSecrets() {
	}

	/**
	 * Returns the masking of a connection.
	 * @param connector the properties for its connector
	 * @param endpoints the URLs to connect to
	 * @return a masking of the user, the password, the secrets of the URLs, and options
	 * that are secrets by their name
	 */
	public static Masking masking(ConnectorProperties connector, List<URI> endpoints) {
		Masking masking = Masking.standard().withCredentials(connector.username(), connector.password());
		ServiceDetails service = connector.service();
		if (service != null) {
			masking = masking.withCredentials(service.username(), service.password());
		}
		for (Map.Entry<String, String> option : connector.options().entrySet()) {
			if (isSecret(option.getKey())) {
				masking = masking.withCredentials(null, option.getValue());
			}
		}
		for (URI endpoint : endpoints) {
			masking = masking.withSecretsOf(withoutJdbc(endpoint));
		}
		return masking;
	}

	/**
	 * Returns whether the value of a property is a secret, by its name.
	 * @param name the name of the property, without those before the last dot
	 * @return whether it is
	 */
	static boolean isSecret(String name) {
		String assignment = name + "=1";
		return !Masking.standard().mask(assignment).equals(assignment);
	}

	// A URL of JDBC is opaque, so its user-info is not recognized as such.
	private static URI withoutJdbc(URI url) {
		String text = url.toString();
		if (!text.startsWith(JDBC)) {
			return url;
		}
		try {
			return URI.create(text.substring(JDBC.length()));
		}
		catch (IllegalArgumentException ex) {
			return url;
		}
	}

}
