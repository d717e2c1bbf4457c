package io.connectionmanager.coordination;

import org.jspecify.annotations.Nullable;

/**
 * A call of a {@link CoordinationStore} that failed. The call is repeated later. The
 * outcome of changes that were to be made is unknown.
 */
public class StoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message says what failed, without secrets
	 * @param cause the reason, or {@code null} if there is no other exception
	 */
	public StoreException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
