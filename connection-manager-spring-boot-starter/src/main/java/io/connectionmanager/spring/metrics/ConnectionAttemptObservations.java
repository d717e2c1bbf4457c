package io.connectionmanager.spring.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.Connector;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.spring.ConnectorDecorator;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes each attempt to connect an {@link Observation}. It starts when {@code open} is
 * called and is the current observation of that thread while {@code open} runs, so that
 * what client libraries observe becomes part of it. It ends when the manager has decided
 * the attempt, in whatever way, even if {@code open} still hangs then.
 * <p>
 * With a registry that does nothing, connectors are left as they are.
 */
public final class ConnectionAttemptObservations implements ConnectorDecorator {

	private static final ConnectionAttemptObservationConvention DEFAULT_CONVENTION = new DefaultConnectionAttemptObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable ConnectionAttemptObservationConvention convention;

	private final FailureClassifier classifier;

	private final Set<String> observed = ConcurrentHashMap.newKeySet();

	/**
	 * Creates the decorator.
	 * @param registry where observations are handled
	 * @param convention how they are described, or {@code null} for the one that the
	 * registry has for all, or else the default
	 * @param classifier tells kinds of failure
	 */
	public ConnectionAttemptObservations(ObservationRegistry registry,
			@Nullable ConnectionAttemptObservationConvention convention, FailureClassifier classifier) {
		this.registry = registry;
		this.convention = convention;
		this.classifier = classifier;
	}

	@Override
	public <C> Connector<C> decorate(String name, Connector<C> connector) {
		if (this.registry.isNoop()) {
			return connector;
		}
		this.observed.add(name);
		return new ObservedConnector<>(connector, this);
	}

	/**
	 * Returns whether the attempts of a connection are observed.
	 * @param name the name of the connection
	 * @return whether its connector was decorated
	 */
	public boolean isObserved(String name) {
		return this.observed.contains(name);
	}

	Underway start(ConnectionAttempt attempt) {
		ConnectionAttemptObservationContext context = new ConnectionAttemptObservationContext(attempt);
		return new Underway(ConnectionAttemptObservationDocumentation.ATTEMPT.start(this.convention, DEFAULT_CONVENTION,
				() -> context, this.registry), context);
	}

	void stop(Underway underway, ConnectionTransition transition) {
		transition.cause().ifPresent(underway.observation()::error);
		underway.stop(AttemptOutcome.of(transition, this.classifier));
	}

	/**
	 * An observation that has been started. What handles it may be nothing at all, so its
	 * context is kept apart.
	 */
	record Underway(Observation observation, ConnectionAttemptObservationContext context) {

		void stop(String outcome) {
			this.context.setOutcome(outcome);
			this.observation.stop();
		}

	}

}
