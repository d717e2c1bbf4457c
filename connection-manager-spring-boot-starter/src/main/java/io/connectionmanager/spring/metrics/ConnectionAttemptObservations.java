package io.connectionmanager.spring.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.Masking;
import io.connectionmanager.spring.ConnectionManagerBuilderCustomizer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A customizer that makes each attempt an {@link Observation}.
 * <ul>
 * <li><b>Scope.</b> The observation starts when {@code open} is called. It is the current
 * observation of that thread while {@code open} runs, so that the observations of client
 * libraries become part of it.</li>
 * <li><b>End.</b> It ends when the outcome of the attempt is decided, even if
 * {@code open} still hangs.</li>
 * <li><b>No-op.</b> With a no-op registry, attempts are not observed.</li>
 * </ul>
 */
public final class ConnectionAttemptObservations implements ConnectionManagerBuilderCustomizer {

	private static final ConnectionAttemptObservationConvention DEFAULT_CONVENTION = new DefaultConnectionAttemptObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable ConnectionAttemptObservationConvention convention;

	private final Function<String, Masking> maskings;

	private final AtomicBoolean warned = new AtomicBoolean();

	private final Set<String> observed = ConcurrentHashMap.newKeySet();

	private volatile Consumer<String> abandonedByClose = (name) -> {
	};

	/**
	 * Creates the customizer.
	 * @param registry the registry of observations
	 * @param convention the convention, or {@code null} for the global one of the
	 * registry, or else the default
	 * @param maskings the masking of failures, by name of the connection
	 */
	public ConnectionAttemptObservations(ObservationRegistry registry,
			@Nullable ConnectionAttemptObservationConvention convention, Function<String, Masking> maskings) {
		this.registry = registry;
		this.convention = convention;
		this.maskings = maskings;
	}

	@Override
	public void customize(String name, ConnectionManager.Builder<?> builder) {
		if (this.registry.isNoop()) {
			return;
		}
		this.observed.add(name);
		ObservedAttempts attempts = new ObservedAttempts(this);
		builder.interceptor(attempts).listener(attempts);
	}

	/**
	 * Returns whether the attempts of a connection are observed.
	 * @param name the name of the connection
	 * @return whether they are observed
	 */
	public boolean isObserved(String name) {
		return this.observed.contains(name);
	}

	/**
	 * Sets the action to call when a manager has been closed and the observation of its
	 * last attempt has ended.
	 * @param action the action, which takes the name of the connection
	 */
	public void whenAbandonedByClose(Consumer<String> action) {
		this.abandonedByClose = action;
	}

	void abandonedByClose(String name) {
		this.abandonedByClose.accept(name);
	}

	ObservedAttempt start(ConnectionAttempt attempt) {
		ConnectionAttemptObservationContext context = new ConnectionAttemptObservationContext(attempt);
		ObservedAttempt started = new ObservedAttempt(ConnectionAttemptObservationDocumentation.ATTEMPT
			.observation(this.convention, DEFAULT_CONVENTION, () -> context, this.registry), context, this.warned);
		started.start();
		return started;
	}

	void stop(ObservedAttempt attempt, ConnectionTransition transition) {
		Masking masking = this.maskings.apply(transition.name());
		attempt.stop(AttemptOutcome.of(transition), transition.cause().map(masking::mask).orElse(null));
	}

}
