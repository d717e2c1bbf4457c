package io.connectionmanager.spring.health;

import java.util.Locale;
import java.util.Optional;

import io.connectionmanager.ClaimSnapshot;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.GroupSnapshot;
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
		claim().ifPresent((claim) -> describe(claim, health));
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
			case CONNECTED -> Status.UP;
			case STANDBY -> isReadyToTakeOver(snapshot) ? Status.UP : Status.DOWN;
			case CONNECTING, WAITING, SUSPENDED -> isWithinGrace(snapshot) ? Status.UP : Status.DOWN;
			case STOPPED -> (snapshot.generation() != 0) ? Status.OUT_OF_SERVICE : Status.UNKNOWN;
			case CLOSED -> Status.OUT_OF_SERVICE;
		};
	}

	// A first attempt that has not failed yet is not an outage. It began when the state
	// was entered.
	private boolean isWithinGrace(ConnectionSnapshot<?> snapshot) {
		return this.ages.isWithin(this.settings.grace(), snapshot.name(),
				snapshot.outageSince().orElse(snapshot.since()));
	}

	// A short outage of the store costs no lease, and is not noticed.
	private boolean isReadyToTakeOver(ConnectionSnapshot<?> snapshot) {
		GroupSnapshot group = this.manager.exclusiveGroup().map(ExclusiveGroup::snapshot).orElse(null);
		return group == null || group.joined() || this.ages.isWithin(this.settings.grace(), snapshot.name(),
				ExclusiveHealthIndicator.contactLost(group, snapshot.since()));
	}

	private Optional<ClaimSnapshot> claim() {
		return this.manager.exclusiveGroup().flatMap((group) -> group.claim(this.manager.name()));
	}

	private static void describe(ClaimSnapshot claim, Health.Builder health) {
		health.withDetail("role", claim.role().name().toLowerCase(Locale.ROOT));
		claim.holder().ifPresent((holder) -> health.withDetail("holder", holder.memberId()));
		claim.waitsFor().ifPresent((waitsFor) -> health.withDetail("waitsFor", waitsFor));
	}

}
