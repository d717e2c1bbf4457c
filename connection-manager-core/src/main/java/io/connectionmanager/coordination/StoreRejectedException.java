package io.connectionmanager.coordination;

import org.jspecify.annotations.Nullable;

/**
 * A call of a {@link CoordinationStore} that will keep failing until somebody changes
 * something: there is no table, or access is denied. No change was made. The call is
 * nevertheless repeated, but less often.
 */
public class StoreRejectedException extends StoreException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message says what is missing and how to provide it, without secrets
	 * @param cause the reason, or {@code null} if there is no other exception
	 */
	public StoreRejectedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
