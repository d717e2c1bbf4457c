package io.connectionmanager.spring.metrics;

import io.connectionmanager.spring.metrics.ConnectionAttemptObservationDocumentation.HighCardinalityKeyNames;
import io.connectionmanager.spring.metrics.ConnectionAttemptObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValues;

/**
 * The default convention for the names and keys of observed attempts.
 *
 * @see ConnectionAttemptObservationDocumentation#ATTEMPT
 */
public class DefaultConnectionAttemptObservationConvention implements ConnectionAttemptObservationConvention {

	private final String name;

	/**
	 * Creates a convention with the default name.
	 */
	public DefaultConnectionAttemptObservationConvention() {
		this(ConnectionAttemptObservationDocumentation.ATTEMPT.getName());
	}

	/**
	 * Creates a convention.
	 * @param name the name of the observation
	 */
	public DefaultConnectionAttemptObservationConvention(String name) {
		this.name = name;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public String getContextualName(ConnectionAttemptObservationContext context) {
		return "connect " + context.getConnectionName();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ConnectionAttemptObservationContext context) {
		KeyValues connection = KeyValues.of(LowCardinalityKeyNames.CONNECTION.withValue(context.getConnectionName()));
		return context.getOutcome()
			.map((outcome) -> connection.and(LowCardinalityKeyNames.OUTCOME.withValue(outcome)))
			.orElse(connection);
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ConnectionAttemptObservationContext context) {
		return KeyValues.of(HighCardinalityKeyNames.ATTEMPT.withValue(Integer.toString(context.getAttempt())));
	}

}
