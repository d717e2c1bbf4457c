package io.connectionmanager.spring.lifecycle;

/**
 * What the start of the application has to do with a connection.
 */
public enum StartupMode {

	/**
	 * The application starts while the connection comes up.
	 */
	BACKGROUND,

	/**
	 * The start waits until the connection is up, but no longer than the startup timeout.
	 */
	AWAIT,

	/**
	 * The start fails if the connection is not up within the startup timeout.
	 */
	REQUIRED

}
