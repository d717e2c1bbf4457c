package io.connectionmanager.spring.health;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.GroupSnapshot;
import io.connectionmanager.Masking;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The health of the groups within which connections are exclusive: whether this replica
 * is in contact with the store on which they agree. Performs no I/O and never waits.
 */
final class ExclusiveHealthIndicator implements HealthIndicator {

	/** The name of the member of the composite. */
	static final String NAME = "exclusive";

	private static final Set<ConnectionState> NOT_WANTED = EnumSet.of(ConnectionState.STOPPED, ConnectionState.CLOSED,
			ConnectionState.SUSPENDED);

	private final Map<ExclusiveGroup, List<ConnectionManager<?>>> groups;

	private final ConnectionHealthSettings settings;

	private final OutageAges ages;

	ExclusiveHealthIndicator(Map<ExclusiveGroup, List<ConnectionManager<?>>> groups, ConnectionHealthSettings settings,
			OutageAges ages) {
		this.groups = groups;
		this.settings = settings;
		this.ages = ages;
	}

	/**
	 * Returns since when a replica has had no contact with the store, once it has no
	 * valid lease.
	 * @param group the group
	 * @param wanted since when it has wanted contact
	 * @return the time, by the wall clock
	 */
	static Instant contactLost(GroupSnapshot group, Instant wanted) {
		return group.lastContact().filter(wanted::isBefore).orElse(wanted);
	}

	@Override
	public Health health() {
		Status status = Status.UNKNOWN;
		Map<String, Object> details = new LinkedHashMap<>();
		for (Map.Entry<ExclusiveGroup, List<ConnectionManager<?>>> entry : this.groups.entrySet()) {
			GroupSnapshot group = entry.getKey().snapshot();
			Status each = status(group, entry.getValue());
			status = (each == Status.UNKNOWN || status == Status.DOWN) ? status : each;
			details.put(group.group(), details(group));
		}
		return Health.status(status).withDetails(details).build();
	}

	private Status status(GroupSnapshot group, Collection<ConnectionManager<?>> managers) {
		if (group.joined()) {
			return Status.UP;
		}
		return managers.stream()
			.map(ConnectionManager::snapshot)
			.filter((it) -> !NOT_WANTED.contains(it.state()))
			.map((it) -> contactLost(group, it.since()))
			.min(Instant::compareTo)
			.map((lost) -> this.ages.isWithin(this.settings.grace(), NAME + '/' + group.group(), lost) ? Status.UP
					: Status.DOWN)
			.orElse(Status.UNKNOWN);
	}

	private static Map<String, Object> details(GroupSnapshot group) {
		Masking masking = Masking.standard();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("store", masking.maskLine(group.store()));
		details.put("memberId", group.memberId());
		group.lastContact().ifPresent((at) -> details.put("lastContact", at));
		group.storeFailure().ifPresent((failure) -> details.put("storeFailure", masking.maskLine(failure)));
		details.put("members", group.members().stream().map(GroupSnapshot.Member::memberId).toList());
		return details;
	}

}
