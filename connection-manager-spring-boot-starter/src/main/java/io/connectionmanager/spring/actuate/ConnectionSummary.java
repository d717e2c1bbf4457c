package io.connectionmanager.spring.actuate;

import java.time.Instant;

import io.connectionmanager.ConnectionState;
import org.jspecify.annotations.Nullable;

/**
 * A summary of a connection.
 *
 * @param name its name
 * @param state its state
 * @param since when the state was entered
 * @param attempt the number of the latest attempt within the outage; 0 if there was none
 * @param connects the number of times that the connection came up
 * @param disconnects the number of times that it ended
 * @param failures the number of failed attempts
 * @param flaps the number of connections that ended before they were stable
 * @param stable whether the connection has been up for {@code stable-after}; absent while
 * it is not up
 * @param lastFailure the latest failure or loss; absent if there was none
 * @param nextAttemptAt when the next attempt is due, during a delay
 * @param outage the current outage; absent if there is none
 * @param exclusive the claim to the connection; absent if it is not exclusive
 */
public record ConnectionSummary(String name, ConnectionState state, Instant since, int attempt, long connects,
		long disconnects, long failures, long flaps, @Nullable Boolean stable, @Nullable Failure lastFailure,
		@Nullable Instant nextAttemptAt, @Nullable OutageDescriptor outage, @Nullable ExclusiveDescriptor exclusive) {

	/**
	 * A failure or a loss.
	 *
	 * @param kind the kind of failure; absent while it has not been classified
	 * @param type the simple class name of its exception
	 * @param message the message of its exception, without secrets
	 */
	public record Failure(@Nullable String kind, String type, @Nullable String message) {

	}

}
