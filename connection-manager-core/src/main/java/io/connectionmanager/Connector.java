package io.connectionmanager;

/**
 * Opens and closes connections of one kind.
 * <p>
 * There are two methods to write, so that nobody forgets to say when a connection is
 * <em>ready</em>: {@code open} starts connecting and returns the connection, and
 * {@link ConnectionAttempt#connected()} says that it may be used. The factory methods
 * make a connector of a lambda for the common cases: {@link #blocking(Opener) blocking}
 * (ready when {@code open} returns), {@link #async(AsyncOpener) async} (ready when a
 * stage completes) and {@link #signalling(Opener) signalling} (ready when the attempt is
 * told).
 * <p>
 * Once the connection is up, a connector tells the attempt when the connection is no
 * longer usable: {@link ConnectionAttempt#disconnected(Throwable)}.
 * <p>
 * Both methods are called on worker threads and may block. One connector may serve many
 * managers at once.
 *
 * @param <C> the type of the connection
 */
public interface Connector<C> {

	/**
	 * Starts connecting and returns the connection. The connection need not be ready yet.
	 * When the attempt is abandoned the calling thread is interrupted, and what is
	 * returned all the same is closed.
	 * @param attempt what this attempt reports to
	 * @return the connection, never {@code null}; it is closed exactly once
	 * @throws Exception if the attempt has failed
	 */
	C open(ConnectionAttempt attempt) throws Exception;

	/**
	 * Closes a connection that {@code open} has returned, be it ready, half open or
	 * broken. Called exactly once for each connection.
	 * @param connection the connection
	 * @throws Exception if closing failed; it is logged and otherwise ignored
	 */
	void close(C connection) throws Exception;

	/**
	 * Returns a connector whose connection is ready when the opener returns. An
	 * {@link AutoCloseable} connection is closed by its own method.
	 * @param <C> the type of the connection
	 * @param opener opens a connection
	 * @return the connector
	 */
	static <C> Connector<C> blocking(Opener<C> opener) {
		return blocking(opener, FunctionalConnector.closeIfCloseable());
	}

	/**
	 * Returns a connector whose connection is ready when the opener returns.
	 * @param <C> the type of the connection
	 * @param opener opens a connection
	 * @param closer closes a connection
	 * @return the connector
	 */
	static <C> Connector<C> blocking(Opener<C> opener, Closer<? super C> closer) {
		return FunctionalConnector.blocking(opener, closer);
	}

	/**
	 * Returns a connector whose connection is ready when the opener's stage completes. An
	 * {@link AutoCloseable} connection is closed by its own method.
	 * @param <C> the type of the connection
	 * @param opener begins to open a connection
	 * @return the connector
	 */
	static <C> Connector<C> async(AsyncOpener<C> opener) {
		return async(opener, FunctionalConnector.closeIfCloseable());
	}

	/**
	 * Returns a connector whose connection is ready when the opener's stage completes.
	 * @param <C> the type of the connection
	 * @param opener begins to open a connection
	 * @param closer closes a connection
	 * @return the connector
	 */
	static <C> Connector<C> async(AsyncOpener<C> opener, Closer<? super C> closer) {
		return new AsyncConnector<>(opener, closer);
	}

	/**
	 * Returns a connector whose connection is ready when
	 * {@link ConnectionAttempt#connected()} is called. An {@link AutoCloseable}
	 * connection is closed by its own method.
	 * @param <C> the type of the connection
	 * @param opener starts to open a connection
	 * @return the connector
	 */
	static <C> Connector<C> signalling(Opener<C> opener) {
		return signalling(opener, FunctionalConnector.closeIfCloseable());
	}

	/**
	 * Returns a connector whose connection is ready when
	 * {@link ConnectionAttempt#connected()} is called.
	 * @param <C> the type of the connection
	 * @param opener starts to open a connection
	 * @param closer closes a connection
	 * @return the connector
	 */
	static <C> Connector<C> signalling(Opener<C> opener, Closer<? super C> closer) {
		return new FunctionalConnector<>(opener, closer);
	}

}
