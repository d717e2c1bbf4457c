package io.connectionmanager.spring.metrics;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * The meters of connections. {@link ConnectionAttemptObservationDocumentation} documents
 * what is measured for attempts.
 */
public enum ConnectionMeterDocumentation implements MeterDocumentation {

	/**
	 * Whether the connection is ready for use.
	 */
	CONNECTED("connection.manager.connected", Meter.Type.GAUGE, null,
			"1 if the connection is ready for use, otherwise 0", KeyNames.CONNECTION),

	/**
	 * Calls of the connector whose attempt was abandoned.
	 */
	ABANDONED("connection.manager.abandoned", Meter.Type.GAUGE, null,
			"Number of calls of open that are still running although their attempt was abandoned", KeyNames.CONNECTION),

	/**
	 * Connections that were lost or given up.
	 */
	DISCONNECTS("connection.manager.disconnects", Meter.Type.COUNTER, null,
			"Number of times that the connection was lost, or given up on request", KeyNames.CONNECTION,
			KeyNames.REASON),

	/**
	 * Outages that are over.
	 */
	OUTAGES("connection.manager.outages", Meter.Type.TIMER, "seconds",
			"Duration of outages that are over, from the first failure or loss until a connection is stable "
					+ "or the manager is stopped",
			KeyNames.CONNECTION),

	/**
	 * Connections that ended before they were stable.
	 */
	FLAPS("connection.manager.flaps", Meter.Type.COUNTER, null,
			"Number of connections that ended before they were stable", KeyNames.CONNECTION);

	private final String name;

	private final Meter.Type type;

	private final @Nullable String baseUnit;

	private final String description;

	private final KeyName[] keyNames;

	ConnectionMeterDocumentation(String name, Meter.Type type, @Nullable String baseUnit, String description,
			KeyName... keyNames) {
		this.name = name;
		this.type = type;
		this.baseUnit = baseUnit;
		this.description = description;
		this.keyNames = keyNames;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public @Nullable String getBaseUnit() {
		return this.baseUnit;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.keyNames.clone();
	}

	/**
	 * Returns the description of the meter.
	 * @return the description
	 */
	public String getDescription() {
		return this.description;
	}

	/**
	 * Tags of the meters.
	 */
	public enum KeyNames implements KeyName {

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
		 * Kind of failure, or {@code requested}.
		 */
		REASON {

			@Override
			public String asString() {
				return "reason";
			}

		}

	}

}
