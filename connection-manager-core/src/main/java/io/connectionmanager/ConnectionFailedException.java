package io.connectionmanager;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a connector that knows what {@link FailureKind kind} of failure it met, for
 * example from an error code of its protocol. A connector throws it from {@code open}, or
 * passes it to {@link ConnectionAttempt#disconnected(Throwable)}.
 * {@link FailureClassifier#standard()} returns its kind.
 */
public class ConnectionFailedException extends ConnectionManagerException {

	private static final long serialVersionUID = 1L;

	private final FailureKind kind;

	/**
	 * Creates the exception.
	 * @param kind the kind of failure
	 * @param message what happened; must not contain a secret
	 * @param cause the exception of the client library, or {@code null}
	 */
	public ConnectionFailedException(FailureKind kind, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.kind = Objects.requireNonNull(kind, "kind");
	}

	/**
	 * Returns the kind of failure.
	 * @return the kind
	 */
	public FailureKind kind() {
		return this.kind;
	}

}
