package io.connectionmanager.spring.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;

/**
 * {@link EndpointJmxExtension @EndpointJmxExtension} for the {@link ConnectionsEndpoint}.
 */
@EndpointJmxExtension(endpoint = ConnectionsEndpoint.class)
public class ConnectionsEndpointJmxExtension {

	private final ConnectionsEndpoint endpoint;

	/**
	 * Creates the extension.
	 * @param endpoint the endpoint
	 */
	public ConnectionsEndpointJmxExtension(ConnectionsEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Returns a full description of one connection.
	 * @param name the name of the connection
	 * @return the connection
	 * @throws java.util.NoSuchElementException if there is none of that name; the message
	 * lists the existing ones
	 */
	@ReadOperation
	public @Nullable ConnectionDescriptor connection(String name) {
		this.endpoint.managers().get(name);
		return this.endpoint.connection(name);
	}

	/**
	 * Performs an operation on a connection. Does not wait for its outcome.
	 * @param name the name of the connection
	 * @param operation the operation
	 * @return the connection after the call
	 * @throws java.util.NoSuchElementException if there is none of that name; the message
	 * lists the existing ones
	 */
	@WriteOperation
	public ConnectionSummary operate(String name, ConnectionOperation operation) {
		return this.endpoint.operate(name, operation);
	}

}
