package io.connectionmanager.spring.health;

import java.time.Duration;

/**
 * What is shown of the health of one connection.
 *
 * @param enabled whether it has a health at all
 * @param grace how long an outage may last before the connection is down; not negative
 */
public record ConnectionHealthSettings(boolean enabled, Duration grace) {

	public ConnectionHealthSettings {
		if (grace.isNegative()) {
			throw new IllegalArgumentException("health.grace must not be negative, but is " + grace);
		}
	}

}
