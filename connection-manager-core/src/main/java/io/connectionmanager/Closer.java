package io.connectionmanager;

/**
 * A function that closes a connection.
 *
 * @param <C> the type of the connection
 * @see Connector#blocking(Opener, Closer)
 */
@FunctionalInterface
public interface Closer<C> {

	/**
	 * Closes a connection that is open, half-open or already broken. Called once for each
	 * connection, on a worker thread. It may block without delaying anything else.
	 * @param connection the connection
	 * @throws Exception if closing failed; it is logged and otherwise ignored
	 */
	void close(C connection) throws Exception;

}
