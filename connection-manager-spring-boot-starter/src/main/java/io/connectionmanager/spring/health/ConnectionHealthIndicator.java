package io.connectionmanager.spring.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.Masking;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The health of one connection, as far as its manager knows: it does no I/O and never
 * waits.
 */
final class ConnectionHealthIndicator implements HealthIndicator {

	private final ConnectionManager<?> manager;

	private final ConnectionHealthSettings settings;

	private final ConnectionOutages outages;

	private final Clock clock;

	private final Supplier<Masking> masking;

	ConnectionHealthIndicator(ConnectionManager<?> manager, ConnectionHealthSettings settings,
			ConnectionOutages outages, Clock clock, Supplier<Masking> masking) {
		this.manager = manager;
		this.settings = settings;
		this.outages = outages;
		this.clock = clock;
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
			health.withDetail("stable", isStable(snapshot));
		}
		snapshot.lastFailure()
			.ifPresent((failure) -> health.withDetail("lastFailure", this.masking.get().describe(failure)));
		snapshot.nextAttemptAt().ifPresent((next) -> health.withDetail("nextAttemptAt", next));
		return health.build();
	}

	private boolean isStable(ConnectionSnapshot<?> snapshot) {
		Duration up = Duration.between(snapshot.since(), this.clock.instant());
		return up.compareTo(this.settings.stableAfter()) >= 0;
	}

	private Status status(ConnectionSnapshot<?> snapshot) {
		return switch (snapshot.state()) {
			case CONNECTED -> Status.UP;
			case CONNECTING, WAITING, SUSPENDED -> isWithinGrace(snapshot) ? Status.UP : Status.DOWN;
			case STOPPED -> (snapshot.generation() != 0) ? Status.OUT_OF_SERVICE : Status.UNKNOWN;
			case CLOSED -> Status.OUT_OF_SERVICE;
		};
	}

	// An outage that has only just begun may not be known of yet; its state was entered
	// then.
	private boolean isWithinGrace(ConnectionSnapshot<?> snapshot) {
		if (this.settings.grace().isZero()) {
			return false;
		}
		Instant begun = this.outages.begun(snapshot.name()).orElse(snapshot.since());
		return this.clock.instant().isBefore(begun.plus(this.settings.grace()));
	}

}
