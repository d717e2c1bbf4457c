package io.connectionmanager;

/**
 * The public state of a {@link ConnectionManager}.
 */
public enum ConnectionState {

	/**
	 * Not started, or stopped on request. Left by {@link ConnectionManager#start()}.
	 */
	STOPPED,

	/**
	 * An attempt is under way, or waits for a permit of the connect limit.
	 */
	CONNECTING,

	/**
	 * The connection is ready for use.
	 */
	CONNECTED,

	/**
	 * The last attempt failed or the connection was lost; the next attempt is scheduled.
	 */
	WAITING,

	/**
	 * No further attempt is made until {@link ConnectionManager#reconnect()} or
	 * {@link ConnectionManager#start()} is called, because the attempts are exhausted or
	 * the connector reported that retrying is pointless.
	 */
	SUSPENDED,

	/**
	 * The connection is {@link ConnectionManager.Builder#exclusive exclusive}, and
	 * another replica holds it, or nobody may hold it yet. No attempt is made until this
	 * replica may hold it.
	 */
	STANDBY,

	/**
	 * Closed for good.
	 */
	CLOSED

}
