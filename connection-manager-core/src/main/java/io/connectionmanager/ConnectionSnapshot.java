package io.connectionmanager;

import java.time.Instant;
import java.util.Optional;

/**
 * One consistent view of a manager at one moment. Taking it costs no lock and touches no
 * connection.
 *
 * @param <C> the type of the connection
 * @param name the name of the connection
 * @param state the state
 * @param since when the state was entered, by the wall clock
 * @param connection the connection: while {@link ConnectionState#CONNECTED}, and while
 * {@link ConnectionState#CONNECTING} once the connector has returned it
 * @param generation the number of the latest attempt since the manager was built, over
 * all outages; 0 before the first
 * @param attempt the number of the latest attempt within the outage, 0 if there was none
 * @param lastFailure the latest failure or loss, kept until the next one
 * @param nextAttemptAt when the next attempt comes, while {@link ConnectionState#WAITING}
 * @param connects how often the connection came up
 * @param disconnects how often it went down again, lost or asked to
 * @param failures how many attempts failed
 * @param flaps how many connections were lost before they had been up for the stable time
 */
public record ConnectionSnapshot<C>(String name, ConnectionState state, Instant since, Optional<C> connection,
		long generation, int attempt, Optional<Throwable> lastFailure, Optional<Instant> nextAttemptAt, long connects,
		long disconnects, long failures, long flaps) {

	/**
	 * Returns the view in one line, of a failure only its type and of the connection
	 * nothing.
	 */
	@Override
	public String toString() {
		String failure = this.lastFailure.map((it) -> ", last failure " + it.getClass().getSimpleName()).orElse("");
		return "%s: %s since %s (attempt %d%s)".formatted(this.name, this.state, this.since, this.attempt, failure);
	}

}
