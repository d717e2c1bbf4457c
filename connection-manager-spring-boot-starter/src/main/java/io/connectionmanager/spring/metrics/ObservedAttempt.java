package io.connectionmanager.spring.metrics;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * An observed attempt. The observation may be a no-op, so its context is kept separately.
 * A handler that throws is logged and never affects the connector, whose connection would
 * otherwise leak.
 */
final class ObservedAttempt {

	private static final Log logger = LogFactory.getLog(ConnectionAttemptObservations.class);

	private final Observation observation;

	private final ConnectionAttemptObservationContext context;

	private final AtomicBoolean warned;

	/**
	 * Creates an observed attempt.
	 * @param observation the observation
	 * @param context its context
	 * @param warned whether the failure of a handler has been logged: a handler that
	 * fails does so each time
	 */
	ObservedAttempt(Observation observation, ConnectionAttemptObservationContext context, AtomicBoolean warned) {
		this.observation = observation;
		this.context = context;
		this.warned = warned;
	}

	void start() {
		guard(this.observation::start);
	}

	/**
	 * Calls the connector, with this observation as the current one.
	 * @param <T> the type of the result
	 * @param opening the call
	 * @return what the connector returned
	 * @throws Exception what the connector threw
	 */
	<T> T during(Callable<T> opening) throws Exception {
		Observation.Scope[] scope = { Observation.Scope.NOOP };
		guard(() -> scope[0] = this.observation.openScope());
		try {
			return opening.call();
		}
		finally {
			guard(scope[0]::close);
		}
	}

	void stop(String outcome, @Nullable Throwable error) {
		this.context.setOutcome(outcome);
		if (error != null) {
			guard(() -> this.observation.error(error));
		}
		guard(this.observation::stop);
	}

	private void guard(Runnable action) {
		try {
			action.run();
		}
		catch (Throwable ex) {
			String message = "Attempt to connect '%s' could not be observed"
				.formatted(this.context.getConnectionName());
			if (this.warned.compareAndSet(false, true)) {
				logger.warn(message, ex);
			}
			else {
				logger.debug(message, ex);
			}
		}
	}

}
