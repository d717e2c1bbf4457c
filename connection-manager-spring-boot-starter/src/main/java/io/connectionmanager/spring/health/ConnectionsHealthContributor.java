package io.connectionmanager.spring.health;

import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;

/**
 * The health of all connections: a composite with one member per connection, even where
 * there is a single one, so that the path of a member does not depend on the others.
 * Managers that are added to the registry while the application runs are in it.
 */
public final class ConnectionsHealthContributor implements CompositeHealthContributor {

	private final ConnectionManagers managers;

	private final Function<String, ConnectionHealthSettings> settings;

	private final ConnectionOutages outages;

	private final Clock clock;

	/**
	 * Creates the contributor.
	 * @param managers the managers
	 * @param settings finds what is shown of the connection of a name
	 * @param outages knows when outages began
	 * @param clock the clock that outages are dated by
	 */
	public ConnectionsHealthContributor(ConnectionManagers managers,
			Function<String, ConnectionHealthSettings> settings, ConnectionOutages outages, Clock clock) {
		this.managers = managers;
		this.settings = settings;
		this.outages = outages;
		this.clock = clock;
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return this.managers.find(name).flatMap(this::indicator).orElse(null);
	}

	@Override
	public Stream<HealthContributors.Entry> stream() {
		return this.managers.stream()
			.sorted(Comparator.comparing(ConnectionManager::name))
			.flatMap((manager) -> indicator(manager).stream()
				.map((indicator) -> new HealthContributors.Entry(manager.name(), indicator)));
	}

	private Optional<HealthContributor> indicator(ConnectionManager<?> manager) {
		ConnectionHealthSettings settings = this.settings.apply(manager.name());
		return settings.enabled()
				? Optional.of(new ConnectionHealthIndicator(manager, settings.grace(), this.outages, this.clock))
				: Optional.empty();
	}

}
