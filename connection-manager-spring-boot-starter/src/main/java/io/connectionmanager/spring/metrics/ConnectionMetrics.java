package io.connectionmanager.spring.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.function.SingletonSupplier;

/**
 * Keeps the {@link ConnectionMeterDocumentation meters} of the managers of a registry:
 * gives them to those that are there when the application starts, and to each that it
 * listens to when it is heard of. A manager that is closed, or not in the registry any
 * more when it is heard of, loses its meters.
 */
public final class ConnectionMetrics implements ConnectionListener, SmartInitializingSingleton {

	private final SingletonSupplier<MeterRegistry> registry;

	private final SingletonSupplier<ConnectionManagers> managers;

	private final Predicate<String> observed;

	private final ConcurrentMap<String, ConnectionMeters> meters = new ConcurrentHashMap<>();

	/**
	 * Creates the metrics.
	 * @param registry where the meters are; not asked for before there is something to
	 * measure, because managers are made with this as their listener
	 * @param managers whom to measure; asked for as late
	 * @param observed whether the attempts of the connection of a name are observed, and
	 * therefore not to be timed here
	 */
	public ConnectionMetrics(Supplier<MeterRegistry> registry, Supplier<ConnectionManagers> managers,
			Predicate<String> observed) {
		this.registry = SingletonSupplier.of(registry);
		this.managers = SingletonSupplier.of(managers);
		this.observed = observed;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.managers.obtain().stream().forEach(this::meters);
	}

	@Override
	public void onTransition(ConnectionTransition transition) {
		String name = transition.name();
		withMeters(name, (meters) -> meters.record(transition, !this.observed.test(name)));
	}

	@Override
	public void onOutageOver(String name, Instant ended, Duration length) {
		withMeters(name, (meters) -> meters.recordOutage(length));
	}

	/**
	 * Removes what the observation of an attempt has left behind of a manager that has
	 * been closed: it may end later than this listener hears of the end.
	 * @param name the name of the connection
	 */
	public void attemptAbandonedByClose(String name) {
		if (find(name) == null) {
			forget(name);
			ConnectionMeters.removeAttempts(this.registry.obtain(), name);
		}
	}

	private void withMeters(String name, Consumer<ConnectionMeters> action) {
		try {
			ConnectionManager<?> manager = find(name);
			if (manager != null) {
				action.accept(meters(manager));
			}
			else {
				forget(name);
			}
		}
		catch (BeanCreationException ex) {
			// The application has failed to start: there is nothing to measure.
		}
	}

	private @Nullable ConnectionManager<?> find(String name) {
		return this.managers.obtain()
			.find(name)
			.filter((manager) -> manager.snapshot().state() != ConnectionState.CLOSED)
			.orElse(null);
	}

	private ConnectionMeters meters(ConnectionManager<?> manager) {
		return this.meters.compute(manager.name(), (name, present) -> {
			if (present != null && present.areOf(manager)) {
				return present;
			}
			if (present != null) {
				present.remove();
			}
			return new ConnectionMeters(this.registry.obtain(), manager);
		});
	}

	private void forget(String name) {
		ConnectionMeters gone = this.meters.remove(name);
		if (gone != null) {
			gone.remove();
		}
	}

}
