package io.connectionmanager;

/**
 * What a {@link ConnectionManager} is doing, as everybody may see it.
 */
public enum ConnectionState {

	/**
	 * Not started, or stopped on purpose. Left by {@link ConnectionManager#start()}.
	 */
	STOPPED,

	/**
	 * An attempt is under way, or waits for its turn under the connect limit.
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
	 * No further attempt is made until somebody asks for one, because the attempts are
	 * used up or the connector said that trying again is pointless. Left by
	 * {@link ConnectionManager#reconnect()} or {@link ConnectionManager#start()}.
	 */
	SUSPENDED,

	/**
	 * Closed for good.
	 */
	CLOSED

}
