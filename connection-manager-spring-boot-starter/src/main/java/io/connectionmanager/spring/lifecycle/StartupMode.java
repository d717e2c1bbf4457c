package io.connectionmanager.spring.lifecycle;

/**
 * Modes in which an application starts a connection.
 */
public enum StartupMode {

	/**
	 * The application starts while the connection comes up.
	 */
	BACKGROUND,

	/**
	 * The start waits for the connection to come up, for at most the startup timeout. An
	 * exclusive connection that another replica holds is not waited for.
	 */
	AWAIT,

	/**
	 * The start fails if the connection is not up within the startup timeout, unless it
	 * is exclusive and another replica holds it.
	 */
	REQUIRED

}
