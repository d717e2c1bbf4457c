package io.connectionmanager;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A change of a manager's state.
 *
 * @param name the name of the connection
 * @param from the state left
 * @param to the state entered
 * @param attempt the number, within the outage, of the attempt that the change belongs
 * to; 0 if there was none yet
 * @param cause the failure that led to the change, or empty if there was none
 * @param at when it happened, by the wall clock
 * @param inPrevious the duration of the state left, by the monotonic clock
 * @param generation the number of the attempt since the manager was built; 0 if there was
 * none yet
 * @param failureKind the kind of failure; {@link FailureKind#REQUESTED} if
 * {@link ConnectionState#CONNECTED} was left on request, empty for other changes without
 * a cause
 * @param connection the connection that came up or was given up with this change; empty
 * for a change that neither enters nor leaves {@link ConnectionState#CONNECTED}. It is
 * also empty if a listener that fell behind sees the change after the connection has been
 * garbage-collected
 */
public record ConnectionTransition(String name, ConnectionState from, ConnectionState to, int attempt,
		Optional<Throwable> cause, Instant at, Duration inPrevious, long generation, Optional<FailureKind> failureKind,
		Optional<Object> connection) {

	public ConnectionTransition {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(from, "from");
		Objects.requireNonNull(to, "to");
		Objects.requireNonNull(cause, "cause");
		Objects.requireNonNull(at, "at");
		Objects.requireNonNull(inPrevious, "inPrevious");
		Objects.requireNonNull(failureKind, "failureKind");
		Objects.requireNonNull(connection, "connection");
	}

	/**
	 * Returns the change in one line, with only the type of the failure, because a
	 * message may contain a secret.
	 */
	@Override
	public String toString() {
		String failure = this.cause.map((it) -> ", " + it.getClass().getSimpleName()).orElse("");
		return "%s: %s to %s (attempt %d%s)".formatted(this.name, this.from, this.to, this.attempt, failure);
	}

}
