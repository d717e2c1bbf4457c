package io.connectionmanager.spring.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import io.connectionmanager.ClaimSnapshot;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.Masking;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;

/**
 * The health of all connections, as a composite with one member for each connection. Even
 * a single connection is a member, so that its path does not depend on other connections.
 * Managers that are added to the registry later are included. If connections are
 * exclusive, the member {@code exclusive} is the health of their group, unless a
 * connection has that name.
 */
@RegisterReflectionForBinding({ ConnectionState.class, ClaimSnapshot.WaitsFor.class })
public final class ConnectionsHealthContributor implements CompositeHealthContributor {

	private final ConnectionManagers managers;

	private final Function<String, ConnectionHealthSettings> settings;

	private final OutageAges ages;

	private final Function<String, Masking> maskings;

	/**
	 * Creates the contributor.
	 * @param managers the managers
	 * @param settings the settings by name of the connection
	 * @param runtime the source of time
	 * @param maskings the masking by name of the connection, in addition to that of its
	 * manager
	 */
	public ConnectionsHealthContributor(ConnectionManagers managers,
			Function<String, ConnectionHealthSettings> settings, ConnectionRuntime runtime,
			Function<String, Masking> maskings) {
		this.managers = managers;
		this.settings = settings;
		this.ages = new OutageAges(runtime);
		this.maskings = maskings;
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		ConnectionManager<?> manager = this.managers.find(name).orElse(null);
		if (manager != null) {
			return indicator(manager);
		}
		if (name.equals(ExclusiveHealthIndicator.NAME)) {
			return exclusive();
		}
		this.ages.forget(name);
		return null;
	}

	@Override
	public Stream<HealthContributors.Entry> stream() {
		List<HealthContributors.Entry> entries = new ArrayList<>();
		this.managers.stream().sorted(Comparator.comparing(ConnectionManager::name)).forEach((manager) -> {
			HealthContributor indicator = indicator(manager);
			if (indicator != null) {
				entries.add(new HealthContributors.Entry(manager.name(), indicator));
			}
		});
		HealthContributor exclusive = this.managers.find(ExclusiveHealthIndicator.NAME).isEmpty() ? exclusive() : null;
		if (exclusive != null) {
			entries.add(new HealthContributors.Entry(ExclusiveHealthIndicator.NAME, exclusive));
		}
		return entries.stream();
	}

	// No connection has that name, so these are the settings for all.
	private @Nullable HealthContributor exclusive() {
		ConnectionHealthSettings settings = this.settings.apply(ExclusiveHealthIndicator.NAME);
		Map<ExclusiveGroup, List<ConnectionManager<?>>> groups = new LinkedHashMap<>();
		this.managers.stream()
			.forEach((manager) -> manager.exclusiveGroup()
				.ifPresent((group) -> groups.computeIfAbsent(group, (key) -> new ArrayList<>()).add(manager)));
		return (settings.enabled() && !groups.isEmpty()) ? new ExclusiveHealthIndicator(groups, settings, this.ages)
				: null;
	}

	private @Nullable HealthContributor indicator(ConnectionManager<?> manager) {
		ConnectionHealthSettings settings = this.settings.apply(manager.name());
		return settings.enabled() ? new ConnectionHealthIndicator(manager, settings, this.ages,
				manager.masking().and(this.maskings.apply(manager.name()))) : null;
	}

}
