package io.connectionmanager.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A time during which a connection was wanted and not there.
 *
 * @param begun when it began
 * @param ended when it ended, absent while it lasts
 * @param length how long it lasted, or has lasted until now
 * @param attempts how many attempts have been made and are over, absent if no history is
 * kept
 * @param causes how often what kind of failure occurred, absent if no history is kept
 * @param lastCause the latest failure, absent in the list of connections
 */
public record OutageDescriptor(Instant begun, @Nullable Instant ended, Duration length, @Nullable Integer attempts,
		@Nullable Map<String, Integer> causes, @Nullable String lastCause) {

}
