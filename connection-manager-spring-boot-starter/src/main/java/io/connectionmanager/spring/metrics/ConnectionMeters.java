package io.connectionmanager.spring.metrics;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.connectionmanager.ClaimSnapshot;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.FailureKind;
import io.connectionmanager.spring.metrics.ConnectionAttemptObservationDocumentation.LowCardinalityKeyNames;
import io.connectionmanager.spring.metrics.ConnectionMeterDocumentation.KeyNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of one manager, which they reference weakly. Thread-safe.
 */
final class ConnectionMeters {

	private static final String ATTEMPTS = ConnectionAttemptObservationDocumentation.ATTEMPT.getName();

	private final MeterRegistry registry;

	private final WeakReference<ConnectionManager<?>> manager;

	private final Tags tags;

	private final Set<Meter> registered = ConcurrentHashMap.newKeySet();

	private final Timer outages;

	ConnectionMeters(MeterRegistry registry, ConnectionManager<?> manager) {
		this.registry = registry;
		this.manager = new WeakReference<>(manager);
		this.tags = tags(manager.name());
		ConnectionMeterDocumentation connected = ConnectionMeterDocumentation.CONNECTED;
		keep(Gauge.builder(connected.getName(), manager, (it) -> it.isConnected() ? 1 : 0)
			.description(connected.getDescription())
			.tags(this.tags)
			.register(registry));
		ConnectionMeterDocumentation flaps = ConnectionMeterDocumentation.FLAPS;
		keep(FunctionCounter.builder(flaps.getName(), manager, (it) -> it.snapshot().flaps())
			.description(flaps.getDescription())
			.tags(this.tags)
			.register(registry));
		ConnectionMeterDocumentation abandoned = ConnectionMeterDocumentation.ABANDONED;
		keep(Gauge.builder(abandoned.getName(), manager, ConnectionMeters::abandonedCalls)
			.description(abandoned.getDescription())
			.tags(this.tags)
			.register(registry));
		ConnectionMeterDocumentation outages = ConnectionMeterDocumentation.OUTAGES;
		this.outages = keep(Timer.builder(outages.getName())
			.description(outages.getDescription())
			.tags(this.tags)
			.register(registry));
		manager.exclusiveGroup().ifPresent((group) -> addHeld(manager, group));
	}

	private void addHeld(ConnectionManager<?> manager, ExclusiveGroup group) {
		ConnectionMeterDocumentation held = ConnectionMeterDocumentation.EXCLUSIVE_HELD;
		keep(Gauge.builder(held.getName(), manager, (it) -> isHeld(it) ? 1 : 0)
			.description(held.getDescription())
			.tags(this.tags)
			.tag(KeyNames.GROUP.asString(), group.name())
			.register(this.registry));
	}

	private static boolean isHeld(ConnectionManager<?> manager) {
		return manager.exclusiveGroup()
			.flatMap((group) -> group.claim(manager.name()))
			.filter((claim) -> claim.role() == ClaimSnapshot.Role.HOLDER)
			.isPresent();
	}

	private static double abandonedCalls(ConnectionManager<?> manager) {
		return (manager.snapshot().details().get("abandoned") instanceof Number number) ? number.doubleValue() : 0;
	}

	private <M extends Meter> M keep(M meter) {
		this.registered.add(meter);
		return meter;
	}

	boolean areOf(ConnectionManager<?> manager) {
		return this.manager.refersTo(manager);
	}

	/**
	 * Counts a transition.
	 * @param transition the transition
	 * @param timed whether to time the attempt that it ended, if any
	 */
	void record(ConnectionTransition transition, boolean timed) {
		if (transition.from() == ConnectionState.CONNECTED) {
			disconnects(transition.failureKind().orElse(FailureKind.OTHER)).increment();
		}
		if (timed && transition.from() == ConnectionState.CONNECTING) {
			attempts(transition).record(transition.inPrevious());
		}
	}

	private Counter disconnects(FailureKind kind) {
		ConnectionMeterDocumentation disconnects = ConnectionMeterDocumentation.DISCONNECTS;
		return keep(Counter.builder(disconnects.getName())
			.description(disconnects.getDescription())
			.tags(this.tags)
			.tag(KeyNames.REASON.asString(), kind.toString())
			.register(this.registry));
	}

	void recordOutage(Duration length) {
		this.outages.record(length);
	}

	// Like the timer of observations, with the same tags.
	private Timer attempts(ConnectionTransition transition) {
		return Timer.builder(ATTEMPTS)
			.tags(this.tags)
			.tag(LowCardinalityKeyNames.OUTCOME.asString(), AttemptOutcome.of(transition))
			.tag("error", transition.cause().map((cause) -> cause.getClass().getSimpleName()).orElse("none"))
			.register(this.registry);
	}

	/**
	 * Removes the meters from the registry, including those of attempts, which
	 * observations may have added.
	 */
	void remove() {
		this.registered.forEach(this.registry::remove);
		removeAttempts(this.registry, this.tags);
	}

	/**
	 * Removes the meters of attempts from the registry, including those that observations
	 * added.
	 * @param registry the registry
	 * @param name the name of the connection
	 */
	static void removeAttempts(MeterRegistry registry, String name) {
		removeAttempts(registry, tags(name));
	}

	private static void removeAttempts(MeterRegistry registry, Tags tags) {
		registry.find(ATTEMPTS).tags(tags).meters().forEach(registry::remove);
		registry.find(ATTEMPTS + ".active").tags(tags).meters().forEach(registry::remove);
	}

	private static Tags tags(String name) {
		return Tags.of(KeyNames.CONNECTION.asString(), name);
	}

}
