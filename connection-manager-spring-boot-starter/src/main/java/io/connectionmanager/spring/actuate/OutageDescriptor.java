package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An outage of a connection.
 *
 * @param begun when it began
 * @param ended when it ended; absent while it lasts
 * @param length its duration, until now if it is ongoing
 * @param attempts the number of completed attempts; absent if no history is kept
 * @param causes the number of failures by kind; absent if no history is kept
 * @param lastCause the latest failure; absent in the list of connections
 */
public record OutageDescriptor(Instant begun, @Nullable Instant ended, Duration length, @Nullable Integer attempts,
		@Nullable Map<String, Integer> causes, @Nullable String lastCause) {

}
