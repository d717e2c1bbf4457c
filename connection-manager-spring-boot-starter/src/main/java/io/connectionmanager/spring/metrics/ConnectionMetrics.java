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
 * The {@link ConnectionMeterDocumentation meters} of the managers in a registry. Managers
 * that exist when the application starts have meters from then on, others from their
 * first transition. Meters are removed at the first transition of a manager that is
 * closed or no longer in the registry.
 */
public final class ConnectionMetrics implements ConnectionListener, SmartInitializingSingleton {

	private final SingletonSupplier<MeterRegistry> registry;

	private final SingletonSupplier<ConnectionManagers> managers;

	private final Predicate<String> observed;

	private final ConcurrentMap<String, ConnectionMeters> meters = new ConcurrentHashMap<>();

	/**
	 * Creates the metrics.
	 * @param registry the registry of meters, not obtained before there is something to
	 * measure: managers are built with this as their listener
	 * @param managers the managers to measure, obtained just as late
	 * @param observed whether the attempts of a connection are observed, and therefore
	 * not timed here
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
	 * Removes the meters of the last attempt of a closed manager: its observation may end
	 * after this listener was notified of the close.
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
