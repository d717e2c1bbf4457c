package io.connectionmanager.spring.metrics;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of connections.
 */
public enum ConnectionAttemptObservationDocumentation implements ObservationDocumentation {

	/**
	 * An attempt to connect, from the call of {@code open} until it has succeeded, failed
	 * or been abandoned.
	 */
	ATTEMPT;

	@Override
	public String getName() {
		return "connection.manager.attempts";
	}

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return DefaultConnectionAttemptObservationConvention.class;
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return LowCardinalityKeyNames.values();
	}

	@Override
	public KeyName[] getHighCardinalityKeyNames() {
		return HighCardinalityKeyNames.values();
	}

	/**
	 * Keys of metrics and traces.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * Name of the connection.
		 */
		CONNECTION {

			@Override
			public String asString() {
				return "connection";
			}

		},

		/**
		 * Outcome of the attempt. Absent while the attempt is in progress.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

			@Override
			public boolean isRequired() {
				return false;
			}

		}

	}

	/**
	 * Keys of traces only.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/**
		 * Number of the attempt within the outage, counted from 1.
		 */
		ATTEMPT {

			@Override
			public String asString() {
				return "attempt";
			}

		}

	}

}
