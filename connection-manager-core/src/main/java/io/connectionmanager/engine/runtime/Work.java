package io.connectionmanager.engine.runtime;

/**
 * The kinds of calls of user code. They do not share threads, so that none can exhaust
 * those of another.
 */
public enum Work {

	/** Calls of {@code open}. */
	OPEN,

	/** Calls of {@code close}. */
	CLOSE,

	/** Calls of keep-alive probes. */
	PROBE,

	/** Calls of subscribers, listeners and the dependents of a stop. */
	NOTIFY,

	/** Calls of a store on which replicas agree. */
	COORDINATE

}
