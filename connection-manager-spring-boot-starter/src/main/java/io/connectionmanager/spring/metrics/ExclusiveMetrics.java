package io.connectionmanager.spring.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.ExclusiveListener;
import io.connectionmanager.spring.metrics.ConnectionMeterDocumentation.KeyNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.function.SingletonSupplier;

/**
 * The {@link ConnectionMeterDocumentation meters} of the group within which connections
 * are exclusive. They exist before anything has happened, so that a first occurrence is
 * an increase. {@link ConnectionMetrics} has those of each connection. Thread-safe.
 */
public final class ExclusiveMetrics implements ExclusiveListener, SmartInitializingSingleton, DisposableBean {

	static final Set<Cause> MOVES = Set.of(Cause.HANDED_OVER, Cause.MOVED, Cause.YIELDED);

	private static final double NANOS_PER_SECOND = 1e9;

	private final SingletonSupplier<MeterRegistry> registry;

	private final Supplier<List<ExclusiveGroup>> groups;

	private final Set<Meter> registered = ConcurrentHashMap.newKeySet();

	/**
	 * Creates the metrics.
	 * @param registry the registry of meters, not obtained before there is something to
	 * measure
	 * @param groups the groups to measure. The first one has this as its listener
	 */
	public ExclusiveMetrics(Supplier<MeterRegistry> registry, Supplier<List<ExclusiveGroup>> groups) {
		this.registry = SingletonSupplier.of(registry);
		this.groups = groups;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<ExclusiveGroup> groups = this.groups.get();
		groups.forEach(this::addGauges);
		if (!groups.isEmpty()) {
			for (Outcome outcome : Outcome.values()) {
				renewals(outcome);
			}
			for (Reason reason : Reason.values()) {
				takeovers(reason);
			}
			MOVES.forEach(this::moves);
			lapses();
			overrun(true);
			overrun(false);
		}
	}

	private void addGauges(ExclusiveGroup group) {
		gauge(ConnectionMeterDocumentation.EXCLUSIVE_MEMBERS, group, (it) -> it.snapshot().members().size());
		gauge(ConnectionMeterDocumentation.EXCLUSIVE_CLAIMS, group, (it) -> it.snapshot().claims());
		gauge(ConnectionMeterDocumentation.EXCLUSIVE_VALID, group,
				(it) -> it.snapshot().validFor().orElse(Duration.ZERO).toNanos() / NANOS_PER_SECOND);
	}

	private void gauge(ConnectionMeterDocumentation meter, ExclusiveGroup group,
			ToDoubleFunction<ExclusiveGroup> value) {
		keep(Gauge.builder(meter.getName(), group, value)
			.description(meter.getDescription())
			.baseUnit(meter.getBaseUnit())
			.tags(tags(group))
			.register(this.registry.obtain()));
	}

	@Override
	public void granted(String connection, long token, Optional<String> previous, Reason reason) {
		takeovers(reason).increment();
	}

	@Override
	public void lost(String connection, long token, Cause cause) {
		if (cause == Cause.LAPSED) {
			lapses().increment();
		}
		else if (MOVES.contains(cause)) {
			moves(cause).increment();
		}
	}

	@Override
	public void renewed(Duration duration, Outcome outcome) {
		renewals(outcome).record(duration);
	}

	@Override
	public void overrun(String connection, Duration overrun, boolean beyondMargin) {
		overrun(beyondMargin).record(overrun);
	}

	private Counter takeovers(Reason reason) {
		return counter(ConnectionMeterDocumentation.EXCLUSIVE_TAKEOVERS,
				tags().and(KeyNames.REASON.asString(), word(reason)));
	}

	private Counter moves(Cause cause) {
		return counter(ConnectionMeterDocumentation.EXCLUSIVE_MOVES,
				tags().and(KeyNames.REASON.asString(), word(cause)));
	}

	private Counter lapses() {
		return counter(ConnectionMeterDocumentation.EXCLUSIVE_LAPSES, tags());
	}

	private Timer renewals(Outcome outcome) {
		return timer(ConnectionMeterDocumentation.EXCLUSIVE_RENEWALS,
				tags().and(KeyNames.OUTCOME.asString(), word(outcome)));
	}

	private Timer overrun(boolean beyondMargin) {
		return timer(ConnectionMeterDocumentation.EXCLUSIVE_OVERRUN,
				tags().and(KeyNames.MARGIN.asString(), beyondMargin ? "exceeded" : "kept"));
	}

	private Counter counter(ConnectionMeterDocumentation meter, Tags tags) {
		return keep(Counter.builder(meter.getName())
			.description(meter.getDescription())
			.tags(tags)
			.register(this.registry.obtain()));
	}

	private Timer timer(ConnectionMeterDocumentation meter, Tags tags) {
		return keep(Timer.builder(meter.getName())
			.description(meter.getDescription())
			.tags(tags)
			.register(this.registry.obtain()));
	}

	private <M extends Meter> M keep(M meter) {
		this.registered.add(meter);
		return meter;
	}

	private Tags tags() {
		return tags(this.groups.get().get(0));
	}

	private static Tags tags(ExclusiveGroup group) {
		return Tags.of(KeyNames.GROUP.asString(), group.name());
	}

	static String word(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	@Override
	public void destroy() {
		if (!this.registered.isEmpty()) {
			this.registered.forEach(this.registry.obtain()::remove);
		}
	}

}
