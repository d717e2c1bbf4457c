package io.connectionmanager;

/**
 * A function that opens a connection.
 *
 * @param <C> the type of the connection
 * @see Connector#blocking(Opener)
 * @see Connector#signalling(Opener)
 */
@FunctionalInterface
public interface Opener<C> {

	/**
	 * Opens a connection. Called on a worker thread, which is interrupted when the
	 * attempt is abandoned.
	 * @param attempt the attempt that the connection is for
	 * @return the connection, never {@code null}
	 * @throws Exception if the connection could not be opened; the attempt has failed
	 */
	C open(ConnectionAttempt attempt) throws Exception;

}
