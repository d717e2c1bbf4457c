package io.connectionmanager.spring.health;

import java.time.Duration;

import io.connectionmanager.DurationText;

/**
 * The settings of the health of one connection.
 *
 * @param enabled whether the connection has health
 * @param grace the time that an outage may last before the connection is reported as
 * down; not negative
 */
public record ConnectionHealthSettings(boolean enabled, Duration grace) {

	public ConnectionHealthSettings {
		if (grace.isNegative()) {
			throw new IllegalArgumentException(
					"health.grace must not be negative, but is " + DurationText.setting(grace));
		}
	}

}
