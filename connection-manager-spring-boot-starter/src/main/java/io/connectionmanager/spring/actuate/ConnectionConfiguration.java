package io.connectionmanager.spring.actuate;

import io.connectionmanager.ConnectionSettings;
import org.jspecify.annotations.Nullable;

/**
 * How a connection was configured.
 *
 * @param settings how it is kept
 * @param url where it connects to, masked; {@code null} if it has none
 * @param historySize how many transitions, and how many outages, are remembered
 * @param secrets what it logs in with
 */
public record ConnectionConfiguration(ConnectionSettings settings, @Nullable String url, int historySize,
		ConnectionSecrets secrets) {

}
