package io.connectionmanager;

import org.jspecify.annotations.Nullable;

/**
 * The root of the exceptions of this library. A message contains name, state, attempt and
 * elapsed time where they are known, and never a password.
 */
public abstract class ConnectionManagerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	protected ConnectionManagerException(String message, @Nullable Throwable cause) {
		this(message, cause, true);
	}

	protected ConnectionManagerException(String message, @Nullable Throwable cause, boolean writableStackTrace) {
		super(message, cause, true, writableStackTrace);
	}

}
