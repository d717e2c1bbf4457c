package io.connectionmanager.spring.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * A convention for the names and keys of observed attempts. A bean of this type replaces
 * the {@link DefaultConnectionAttemptObservationConvention default}.
 */
public interface ConnectionAttemptObservationConvention
		extends ObservationConvention<ConnectionAttemptObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof ConnectionAttemptObservationContext;
	}

}
