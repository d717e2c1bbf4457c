package io.connectionmanager;

import org.jspecify.annotations.Nullable;

/**
 * Trying again is pointless until something changes: wrong credentials, an unknown
 * virtual host, a certificate that does not match. A connector throws it, or gives it to
 * {@link ConnectionAttempt#disconnected(Throwable)}, and the manager is
 * {@link ConnectionState#SUSPENDED suspended}.
 */
public class ConnectionRejectedException extends ConnectionManagerException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message why the peer will not have us
	 */
	public ConnectionRejectedException(String message) {
		this(message, null);
	}

	/**
	 * Creates the exception.
	 * @param message why the peer will not have us
	 * @param cause what the client library said, or {@code null}
	 */
	public ConnectionRejectedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
