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
			"Number of connections that ended before they were stable", KeyNames.CONNECTION),

	/**
	 * Whether this replica holds an exclusive connection.
	 */
	EXCLUSIVE_HELD("connection.manager.exclusive.held", Meter.Type.GAUGE, null,
			"1 if this replica holds the exclusive connection, otherwise 0", KeyNames.CONNECTION, KeyNames.GROUP),

	/**
	 * Replicas of the group.
	 */
	EXCLUSIVE_MEMBERS("connection.manager.exclusive.members", Meter.Type.GAUGE, null,
			"Number of replicas that share exclusive connections, as this one sees them", KeyNames.GROUP),

	/**
	 * Exclusive connections of the group.
	 */
	EXCLUSIVE_CLAIMS("connection.manager.exclusive.claims", Meter.Type.GAUGE, null,
			"Number of exclusive connections that all replicas share, as this one sees them", KeyNames.GROUP),

	/**
	 * Renewals of the lease.
	 */
	EXCLUSIVE_RENEWALS("connection.manager.exclusive.renewals", Meter.Type.TIMER, "seconds",
			"Duration of calls of the store that renew the lease of this replica", KeyNames.GROUP, KeyNames.OUTCOME),

	/**
	 * Time until the deadline of the lease.
	 */
	EXCLUSIVE_VALID("connection.manager.exclusive.valid", Meter.Type.GAUGE, "seconds",
			"Time for which this replica may hold exclusive connections without another renewal", KeyNames.GROUP),

	/**
	 * Exclusive connections that were granted.
	 */
	EXCLUSIVE_TAKEOVERS("connection.manager.exclusive.takeovers", Meter.Type.COUNTER, null,
			"Number of exclusive connections that were granted to this replica", KeyNames.GROUP, KeyNames.REASON),

	/**
	 * Exclusive connections that were given up for want of a valid lease.
	 */
	EXCLUSIVE_LAPSES("connection.manager.exclusive.lapses", Meter.Type.COUNTER, null,
			"Number of exclusive connections that were given up because the lease could not be renewed in time",
			KeyNames.GROUP),

	/**
	 * Exclusive connections that were handed over.
	 */
	EXCLUSIVE_MOVES("connection.manager.exclusive.moves", Meter.Type.COUNTER, null,
			"Number of exclusive connections that this replica handed over to another one while it went on",
			KeyNames.GROUP, KeyNames.REASON),

	/**
	 * Exclusive connections that were held for too long.
	 */
	EXCLUSIVE_OVERRUN("connection.manager.exclusive.overrun", Meter.Type.TIMER, "seconds",
			"Time by which exclusive connections were given up too late, because the process was paused",
			KeyNames.GROUP, KeyNames.MARGIN);

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
		 * Kind of failure or {@code requested}; or why a connection was granted or handed
		 * over.
		 */
		REASON {

			@Override
			public String asString() {
				return "reason";
			}

		},

		/**
		 * Name of the group of replicas.
		 */
		GROUP {

			@Override
			public String asString() {
				return "group";
			}

		},

		/**
		 * Outcome of a renewal.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		},

		/**
		 * Whether the safety margin sufficed.
		 */
		MARGIN {

			@Override
			public String asString() {
				return "margin";
			}

		}

	}

}
