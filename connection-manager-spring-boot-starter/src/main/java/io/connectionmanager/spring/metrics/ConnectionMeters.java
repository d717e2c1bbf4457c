package io.connectionmanager.spring.metrics;

import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.FailureKind;
import io.connectionmanager.Masking;
import io.connectionmanager.Outage;
import io.connectionmanager.spring.metrics.ConnectionAttemptObservationDocumentation.LowCardinalityKeyNames;
import io.connectionmanager.spring.metrics.ConnectionMeterDocumentation.KeyNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one manager, which they hold weakly. Safe for use by several threads.
 */
final class ConnectionMeters {

	private static final String ATTEMPTS = ConnectionAttemptObservationDocumentation.ATTEMPT.getName();

	private final MeterRegistry registry;

	private final FailureClassifier classifier;

	private final WeakReference<ConnectionManager<?>> manager;

	private final Tags tags;

	private final Set<Meter> registered = ConcurrentHashMap.newKeySet();

	private final Timer outages;

	/** The outage that there is now. Guarded by this. */
	private @Nullable Outage outage;

	ConnectionMeters(MeterRegistry registry, ConnectionManager<?> manager, FailureClassifier classifier) {
		this.registry = registry;
		this.classifier = classifier;
		this.manager = new WeakReference<>(manager);
		this.tags = Tags.of(KeyNames.CONNECTION.withValue(manager.name()).getKey(), manager.name());
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
		ConnectionMeterDocumentation outages = ConnectionMeterDocumentation.OUTAGES;
		this.outages = keep(Timer.builder(outages.getName())
			.description(outages.getDescription())
			.tags(this.tags)
			.register(registry));
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
	 * @param timed whether the attempt that it ended, if it ended one, is timed here
	 */
	void record(ConnectionTransition transition, boolean timed) {
		boolean wasUp = transition.from() == ConnectionState.CONNECTED;
		FailureKind kind = (wasUp || transition.cause().isPresent()) ? this.classifier.classify(transition)
				: FailureKind.REQUESTED;
		if (wasUp) {
			disconnects(kind).increment();
		}
		Outage ended = endedBy(transition, kind);
		if (ended != null) {
			this.outages.record(ended.length());
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

	private synchronized @Nullable Outage endedBy(ConnectionTransition transition, FailureKind kind) {
		Outage outage = this.outage;
		if (outage != null) {
			outage = outage.after(transition, kind, Masking.standard());
		}
		else if (transition.cause().isPresent()) {
			outage = Outage.begin(transition, kind, Masking.standard());
		}
		boolean ended = outage != null && outage.ended().isPresent();
		this.outage = ended ? null : outage;
		return ended ? outage : null;
	}

	// As what observes attempts does it, tags included.
	private Timer attempts(ConnectionTransition transition) {
		return Timer.builder(ATTEMPTS)
			.tags(this.tags)
			.tag(LowCardinalityKeyNames.OUTCOME.asString(), AttemptOutcome.of(transition, this.classifier))
			.tag("error", transition.cause().map((cause) -> cause.getClass().getSimpleName()).orElse("none"))
			.register(this.registry);
	}

	/**
	 * Removes the meters from their registry, those of the attempts too, whoever timed
	 * them.
	 */
	void remove() {
		this.registered.forEach(this.registry::remove);
		this.registry.find(ATTEMPTS).tags(this.tags).meters().forEach(this.registry::remove);
	}

}
