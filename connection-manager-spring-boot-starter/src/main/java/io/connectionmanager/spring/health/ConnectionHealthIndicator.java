package io.connectionmanager.spring.health;

import java.time.Instant;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.Masking;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The health of one connection, from the snapshot of its manager. Performs no I/O and
 * never waits.
 */
final class ConnectionHealthIndicator implements HealthIndicator {

	private final ConnectionManager<?> manager;

	private final ConnectionHealthSettings settings;

	private final OutageAges ages;

	private final Masking masking;

	ConnectionHealthIndicator(ConnectionManager<?> manager, ConnectionHealthSettings settings, OutageAges ages,
			Masking masking) {
		this.manager = manager;
		this.settings = settings;
		this.ages = ages;
		this.masking = masking;
	}

	@Override
	public Health health() {
		ConnectionSnapshot<?> snapshot = this.manager.snapshot();
		Health.Builder health = Health.status(status(snapshot))
			.withDetail("state", snapshot.state())
			.withDetail("since", snapshot.since())
			.withDetail("attempt", snapshot.attempt())
			.withDetail("flaps", snapshot.flaps());
		if (snapshot.state() == ConnectionState.CONNECTED) {
			health.withDetail("stable", snapshot.stable());
		}
		snapshot.lastFailure().ifPresent((failure) -> health.withDetail("lastFailure", this.masking.describe(failure)));
		snapshot.nextAttemptAt().ifPresent((next) -> health.withDetail("nextAttemptAt", next));
		// A connector may publish anything, which is shown as text.
		snapshot.details()
			.forEach((key, value) -> health.withDetail(key, (value instanceof Number || value instanceof Boolean)
					? value : this.masking.maskLine(String.valueOf(value))));
		return health.build();
	}

	private Status status(ConnectionSnapshot<?> snapshot) {
		return switch (snapshot.state()) {
			case CONNECTED, STANDBY -> Status.UP;
			case CONNECTING, WAITING, SUSPENDED -> isWithinGrace(snapshot) ? Status.UP : Status.DOWN;
			case STOPPED -> (snapshot.generation() != 0) ? Status.OUT_OF_SERVICE : Status.UNKNOWN;
			case CLOSED -> Status.OUT_OF_SERVICE;
		};
	}

	// A first attempt that has not failed yet is not an outage. It began when the state
	// was entered.
	private boolean isWithinGrace(ConnectionSnapshot<?> snapshot) {
		if (this.settings.grace().isZero()) {
			return false;
		}
		Instant begun = snapshot.outageSince().orElse(snapshot.since());
		return this.ages.ageOf(snapshot.name(), begun).compareTo(this.settings.grace()) < 0;
	}

}
