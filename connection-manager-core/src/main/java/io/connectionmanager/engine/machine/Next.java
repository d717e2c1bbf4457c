package io.connectionmanager.engine.machine;

/**
 * What follows when a connection has been given up on request.
 */
public enum Next {

	/** Stay stopped. */
	STOP,

	/** Connect at once. */
	START,

	/** Connect after the next delay: the connection was not stable. */
	RETRY,

	/** Wait until this replica may hold the connection: it is handed over. */
	STANDBY,

	/** Close for good. */
	CLOSE

}
