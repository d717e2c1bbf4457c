package io.connectionmanager;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a connector when retrying is pointless until something changes: an unknown
 * virtual host, a certificate that does not match. A connector throws it from
 * {@code open} or passes it to {@link ConnectionAttempt#disconnected(Throwable)}, alone
 * or as a cause; the manager is then {@link ConnectionState#SUSPENDED suspended}.
 */
public class ConnectionRejectedException extends ConnectionManagerException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message why the connection was rejected
	 */
	public ConnectionRejectedException(String message) {
		this(message, null);
	}

	/**
	 * Creates the exception.
	 * @param message why the connection was rejected
	 * @param cause the exception of the client library, or {@code null}
	 */
	public ConnectionRejectedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
