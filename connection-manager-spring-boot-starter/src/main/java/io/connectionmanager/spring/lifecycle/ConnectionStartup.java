package io.connectionmanager.spring.lifecycle;

import java.time.Duration;

/**
 * How a connection is started with the application.
 *
 * @param auto whether it is started with the application at all
 * @param mode what the start of the application has to do with it
 * @param timeout how long the start waits for it, in a mode that waits; more than zero
 */
public record ConnectionStartup(boolean auto, StartupMode mode, Duration timeout) {

	public ConnectionStartup {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("startupTimeout must be more than zero, but is " + timeout);
		}
	}

	boolean waits() {
		return this.auto && this.mode != StartupMode.BACKGROUND;
	}

}
