package io.connectionmanager.spring.actuate;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.Masking;
import org.jspecify.annotations.Nullable;

/**
 * How a connection was configured.
 *
 * @param settings how it is kept
 * @param url where it connects to, masked; {@code null} if it has none
 * @param historySize how many transitions, and how many outages, are remembered
 * @param masking takes its secrets out of text
 */
public record ConnectionConfiguration(ConnectionSettings settings, @Nullable String url, int historySize,
		Masking masking) {

}
