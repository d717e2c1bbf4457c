package io.connectionmanager.spring.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSnapshot;
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

	private final Duration grace;

	private final ConnectionOutages outages;

	private final Clock clock;

	ConnectionHealthIndicator(ConnectionManager<?> manager, Duration grace, ConnectionOutages outages, Clock clock) {
		this.manager = manager;
		this.grace = grace;
		this.outages = outages;
		this.clock = clock;
	}

	@Override
	public Health health() {
		ConnectionSnapshot<?> snapshot = this.manager.snapshot();
		Health.Builder health = Health.status(status(snapshot))
			.withDetail("state", snapshot.state())
			.withDetail("since", snapshot.since())
			.withDetail("attempt", snapshot.attempt());
		snapshot.lastFailure().ifPresent((failure) -> health.withDetail("lastFailure", Masking.describe(failure)));
		snapshot.nextAttemptAt().ifPresent((next) -> health.withDetail("nextAttemptAt", next));
		return health.build();
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
		if (this.grace.isZero()) {
			return false;
		}
		Instant begun = this.outages.begun(snapshot.name()).orElse(snapshot.since());
		return this.clock.instant().isBefore(begun.plus(this.grace));
	}

}
