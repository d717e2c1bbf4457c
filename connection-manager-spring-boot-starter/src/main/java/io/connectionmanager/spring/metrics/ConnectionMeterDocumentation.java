package io.connectionmanager.spring.metrics;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * The meters of connections. What is measured of attempts is in
 * {@link ConnectionAttemptObservationDocumentation}.
 */
public enum ConnectionMeterDocumentation implements MeterDocumentation {

	/**
	 * Whether the connection is ready for use.
	 */
	CONNECTED("connection.manager.connected", Meter.Type.GAUGE, null,
			"Whether the connection is ready for use: 1 if it is, 0 if not", KeyNames.CONNECTION),

	/**
	 * Calls of the connector that nobody waits for any more.
	 */
	ABANDONED("connection.manager.abandoned", Meter.Type.GAUGE, null,
			"Calls of open that still run although their attempt was given up", KeyNames.CONNECTION),

	/**
	 * Connections that went down.
	 */
	DISCONNECTS("connection.manager.disconnects", Meter.Type.COUNTER, null,
			"How often the connection went down, lost or given up on request", KeyNames.CONNECTION, KeyNames.REASON),

	/**
	 * Outages that are over.
	 */
	OUTAGES("connection.manager.outages", Meter.Type.TIMER, "seconds",
			"How long outages lasted, from the first failure or loss until a connection came up that proved stable, "
					+ "or until the manager was stopped; counted when they are over",
			KeyNames.CONNECTION),

	/**
	 * Connections that ended too soon.
	 */
	FLAPS("connection.manager.flaps", Meter.Type.COUNTER, null,
			"Connections that ended before they had been up for the stable time", KeyNames.CONNECTION);

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
	 * Returns what the meter tells, as the meter itself says.
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
