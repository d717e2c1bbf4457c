package io.connectionmanager.spring.lifecycle;

import java.time.Duration;

import io.connectionmanager.DurationText;

/**
 * The startup of a connection.
 *
 * @param auto whether the connection is started with the application
 * @param mode whether the application waits for the connection
 * @param timeout the maximum time to wait, in a mode that waits; more than zero
 */
public record ConnectionStartup(boolean auto, StartupMode mode, Duration timeout) {

	public ConnectionStartup {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException(
					"startupTimeout must be more than zero, but is " + DurationText.setting(timeout));
		}
	}

	boolean waits() {
		return this.auto && this.mode != StartupMode.BACKGROUND;
	}

}
