package io.connectionmanager.spring.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How attempts to connect are named and described where they are observed. A bean of this
 * type replaces the {@link DefaultConnectionAttemptObservationConvention default}.
 */
public interface ConnectionAttemptObservationConvention
		extends ObservationConvention<ConnectionAttemptObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof ConnectionAttemptObservationContext;
	}

}
