package io.connectionmanager.spring.actuate;

import java.util.List;

import io.connectionmanager.ConnectionManager;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link ConnectionsEndpoint}.
 * An invalid request is answered with an {@link ErrorDescriptor}.
 * <p>
 * The path alone selects a connection, so that an access rule by path holds. Parameters
 * and fields of the body override path variables of the same name, but only the remaining
 * segments of a path are a {@code String[]}.
 */
@EndpointWebExtension(endpoint = ConnectionsEndpoint.class)
@RegisterReflectionForBinding({ ConnectionDescriptor.class, ErrorDescriptor.class })
public class ConnectionsEndpointWebExtension {

	private static final int STATUS_CONFLICT = 409;

	private final ConnectionsEndpoint endpoint;

	/**
	 * Creates the extension.
	 * @param endpoint the endpoint
	 */
	public ConnectionsEndpointWebExtension(ConnectionsEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Returns a full description of one connection.
	 * @param name the segments of the path that name the connection
	 * @return the connection, or 404
	 */
	@ReadOperation
	public WebEndpointResponse<Object> connection(@Selector(match = Match.ALL_REMAINING) Object name) {
		if (!(name instanceof String[] path)) {
			return nameOutsideOfPath();
		}
		ConnectionDescriptor connection = this.endpoint.connection(nameOf(path));
		return (connection != null) ? new WebEndpointResponse<>(connection) : unknownConnection(nameOf(path));
	}

	/**
	 * Performs an operation on a connection. Does not wait for its outcome.
	 * @param name the segments of the path that name the connection
	 * @param operation the operation, in upper or lower case
	 * @return 204, or an error
	 */
	@WriteOperation
	public WebEndpointResponse<Object> operate(@Selector(match = Match.ALL_REMAINING) Object name,
			@Nullable String operation) {
		if (!(name instanceof String[] path)) {
			return nameOutsideOfPath();
		}
		if (this.endpoint.managers().find(nameOf(path)).isEmpty()) {
			return unknownConnection(nameOf(path));
		}
		ConnectionOperation known = ConnectionOperation.find(operation);
		if (known == null) {
			String message = (operation != null) ? "Unknown operation '%s'".formatted(operation)
					: "Missing required field 'operation'";
			return error(WebEndpointResponse.STATUS_BAD_REQUEST,
					new ErrorDescriptor(message, null, ConnectionOperation.names()));
		}
		try {
			this.endpoint.operate(nameOf(path), known);
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
		}
		catch (IllegalStateException ex) {
			return error(STATUS_CONFLICT, new ErrorDescriptor(String.valueOf(ex.getMessage()), null, null));
		}
	}

	private static String nameOf(String[] path) {
		return String.join("/", path);
	}

	private static WebEndpointResponse<Object> nameOutsideOfPath() {
		return error(WebEndpointResponse.STATUS_BAD_REQUEST, new ErrorDescriptor(
				"The path alone selects the connection: remove 'name' from the body and the parameters", null, null));
	}

	private WebEndpointResponse<Object> unknownConnection(String name) {
		List<String> names = this.endpoint.managers().stream().map(ConnectionManager::name).sorted().toList();
		return error(WebEndpointResponse.STATUS_NOT_FOUND,
				new ErrorDescriptor("Unknown connection '%s'".formatted(name), names, null));
	}

	private static WebEndpointResponse<Object> error(int status, ErrorDescriptor error) {
		return new WebEndpointResponse<>(error, status);
	}

}
