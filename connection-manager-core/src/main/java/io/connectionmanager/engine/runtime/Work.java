package io.connectionmanager.engine.runtime;

/**
 * The kinds of calls of user code, which do not share threads: none can use up those of
 * another.
 */
public enum Work {

	/** Calls of {@code open}. */
	OPEN,

	/** Calls of {@code close}. */
	CLOSE,

	/** Calls of subscribers, listeners and whoever waits for a stop. */
	NOTIFY

}
