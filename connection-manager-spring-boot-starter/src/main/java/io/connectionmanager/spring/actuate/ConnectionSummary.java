package io.connectionmanager.spring.actuate;

import java.time.Instant;

import io.connectionmanager.ConnectionState;
import org.jspecify.annotations.Nullable;

/**
 * A connection in short.
 *
 * @param name its name
 * @param state its state
 * @param since when that state was entered
 * @param attempt the number of the latest attempt within the outage, 0 if there was none
 * @param connects how often the connection came up
 * @param disconnects how often it went down again
 * @param failures how many attempts failed
 * @param flaps how many connections were lost before they were stable
 * @param stable whether the connection has been up for the stable time, absent while it
 * is not up
 * @param lastFailure the latest failure or loss, absent if there was none
 * @param nextAttemptAt when the next attempt comes, while it waits for a delay
 * @param outage the outage that there is now, absent if there is none
 */
public record ConnectionSummary(String name, ConnectionState state, Instant since, int attempt, long connects,
		long disconnects, long failures, long flaps, @Nullable Boolean stable, @Nullable Failure lastFailure,
		@Nullable Instant nextAttemptAt, @Nullable OutageDescriptor outage) {

	/**
	 * A failure or a loss.
	 *
	 * @param kind what kind of failure it was, absent while it has not been classified
	 * @param type the simple name of the type of its exception
	 * @param message the message of its exception, without secrets
	 */
	public record Failure(@Nullable String kind, String type, @Nullable String message) {

	}

}
