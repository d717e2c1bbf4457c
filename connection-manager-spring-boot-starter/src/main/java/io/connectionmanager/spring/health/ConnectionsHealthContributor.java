package io.connectionmanager.spring.health;

import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.Masking;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;

/**
 * The health of all connections: a composite with one member per connection, even where
 * there is a single one, so that the path of a member does not depend on the others.
 * Managers that are added to the registry while the application runs are in it.
 */
@RegisterReflectionForBinding(ConnectionState.class)
public final class ConnectionsHealthContributor implements CompositeHealthContributor {

	private final ConnectionManagers managers;

	private final Function<String, ConnectionHealthSettings> settings;

	private final Clock clock;

	private final Function<String, Masking> maskings;

	/**
	 * Creates the contributor.
	 * @param managers the managers
	 * @param settings finds what is shown of the connection of a name
	 * @param clock the clock that outages are dated by
	 * @param maskings finds what takes secrets out of text about the connection of a
	 * name, besides what its manager knows
	 */
	public ConnectionsHealthContributor(ConnectionManagers managers,
			Function<String, ConnectionHealthSettings> settings, Clock clock, Function<String, Masking> maskings) {
		this.managers = managers;
		this.settings = settings;
		this.clock = clock;
		this.maskings = maskings;
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
		return settings.enabled() ? Optional.of(new ConnectionHealthIndicator(manager, settings, this.clock,
				() -> manager.masking().and(this.maskings.apply(manager.name())))) : Optional.empty();
	}

}
