package io.connectionmanager.spring.actuate;

import java.util.Optional;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionState;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link ConnectionsEndpoint},
 * which says in words what is wrong with a request.
 */
@EndpointWebExtension(endpoint = ConnectionsEndpoint.class)
@RegisterReflectionForBinding({ ConnectionDescriptor.class, Refusal.class })
public class ConnectionsEndpointWebExtension {

	private static final int STATUS_CONFLICT = 409;

	private final ConnectionsEndpoint endpoint;

	private final ConnectionManagers managers;

	/**
	 * Creates the extension.
	 * @param endpoint the endpoint
	 * @param managers the managers of the connections
	 */
	public ConnectionsEndpointWebExtension(ConnectionsEndpoint endpoint, ConnectionManagers managers) {
		this.endpoint = endpoint;
		this.managers = managers;
	}

	/**
	 * Shows all that is known of one connection.
	 * @param name the name of the connection
	 * @return the connection, or 404
	 */
	@ReadOperation
	public WebEndpointResponse<Object> connection(@Selector String name) {
		ConnectionDescriptor connection = this.endpoint.connection(name);
		return (connection != null) ? new WebEndpointResponse<>(connection) : unknownConnection(name);
	}

	/**
	 * Does something to a connection. What comes of it is not waited for.
	 * @param name the name of the connection
	 * @param operation what to do, in upper or lower case
	 * @return 204, or why not
	 */
	@WriteOperation
	public WebEndpointResponse<Object> operate(@Selector String name, @Nullable String operation) {
		Optional<ConnectionManager<?>> manager = this.managers.find(name);
		if (manager.isEmpty()) {
			return unknownConnection(name);
		}
		Optional<ConnectionOperation> known = ConnectionOperation.named(operation);
		if (known.isEmpty()) {
			return unknownOperation(operation);
		}
		if (manager.get().snapshot().state() == ConnectionState.CLOSED) {
			return refuse(STATUS_CONFLICT,
					new Refusal("Connection '%s' is closed for good".formatted(name), null, null));
		}
		this.endpoint.operate(name, known.get());
		return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
	}

	private WebEndpointResponse<Object> unknownConnection(String name) {
		return refuse(WebEndpointResponse.STATUS_NOT_FOUND, new Refusal("There is no connection '%s'".formatted(name),
				this.managers.stream().map(ConnectionManager::name).sorted().toList(), null));
	}

	private static WebEndpointResponse<Object> unknownOperation(@Nullable String operation) {
		String message = (operation != null) ? "There is no operation '%s'".formatted(operation)
				: "Which 'operation' is missing";
		return refuse(WebEndpointResponse.STATUS_BAD_REQUEST, new Refusal(message, null, ConnectionOperation.names()));
	}

	private static WebEndpointResponse<Object> refuse(int status, Refusal refusal) {
		return new WebEndpointResponse<>(refusal, status);
	}

}
