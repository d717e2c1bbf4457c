package io.connectionmanager;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A consistent, immutable view of a manager at one point in time. Creating it takes no
 * lock and does not touch the connection.
 *
 * @param <C> the type of the connection
 * @param name the name of the connection
 * @param state the state
 * @param since when the state was entered, by the wall clock
 * @param connection the connection while {@link ConnectionState#CONNECTED}, and while
 * {@link ConnectionState#CONNECTING} once the connector has returned it
 * @param generation the number of the latest attempt since the manager was built, across
 * all outages; 0 before the first
 * @param attempt the number of the latest attempt within the outage, 0 if there was none
 * @param lastFailure the latest failure or loss, kept until the next one
 * @param nextAttemptAt when the next attempt is due, while
 * {@link ConnectionState#WAITING}
 * @param connects the number of times the connection came up
 * @param disconnects the number of times it went down again, lost or given up on request
 * @param failures the number of failed attempts
 * @param flaps the number of connections that ended before they were stable, since the
 * manager was built
 * @param stable whether the connection is up and has been for
 * {@link ConnectionSettings#stableAfter()}
 * @param delayNumber the position of the latest delay in the back-off sequence, counted
 * from 1; 0 if the sequence has not begun or has started over
 * @param outageSince when the ongoing outage began, by the wall clock. An outage begins
 * with the first failure, loss or flap and is over when a connection was stable, or the
 * manager was stopped
 * @param lastFailureKind the kind of {@code lastFailure}
 * @param awaitingPermit whether the attempt under way waits for its permit under the
 * connect limit
 * @param details further values for display, by name: {@code abandoned}, the number of
 * attempts that were given up and still have a call of the connector running, and
 * {@code hangingCloses}, the number of calls of {@code close} that have not returned in
 * time; {@code endpoint}, host and port of the endpoint in use, or to be tried next, if
 * there are several; and what the connector has set with
 * {@link ConnectionAttempt#detail(String, Object)}
 */
public record ConnectionSnapshot<C>(String name, ConnectionState state, Instant since, Optional<C> connection,
		long generation, int attempt, Optional<Throwable> lastFailure, Optional<Instant> nextAttemptAt, long connects,
		long disconnects, long failures, long flaps, boolean stable, int delayNumber, Optional<Instant> outageSince,
		Optional<FailureKind> lastFailureKind, boolean awaitingPermit, Map<String, Object> details) {

	public ConnectionSnapshot {
		details = details.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(details));
	}

	/**
	 * Returns the view in one line, with only the type of the failure and without the
	 * connection.
	 */
	@Override
	public String toString() {
		String failure = this.lastFailure.map((it) -> ", last failure " + it.getClass().getSimpleName()).orElse("");
		return "%s: %s since %s (attempt %d%s)".formatted(this.name, this.state, this.since, this.attempt, failure);
	}

}
