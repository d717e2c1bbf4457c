package io.connectionmanager;

/**
 * A connector opens and closes connections of one kind.
 * <p>
 * An implementation starts connecting in {@code open}, returns the connection, and
 * signals {@link ConnectionAttempt#connected()} when the connection is <em>ready</em> for
 * use. When a connection that is up can no longer be used, the connector signals
 * {@link ConnectionAttempt#disconnected(Throwable)}. The factory methods create a
 * connector from a lambda for the common cases:
 * <ul>
 * <li>{@link #blocking(Opener) blocking}: ready when {@code open} returns</li>
 * <li>{@link #async(AsyncOpener) async}: ready when a stage completes</li>
 * <li>{@link #signalling(Opener) signalling}: ready when
 * {@link ConnectionAttempt#connected()} is called</li>
 * </ul>
 * What a connector can rely on, and what is expected of it:
 * <ul>
 * <li><b>Threads.</b> Both methods are called on worker threads, and may block.</li>
 * <li><b>Concurrency.</b> A manager makes one attempt at a time, but a call that hangs
 * may overlap with the next one, and several managers may share a connector. A connector
 * must therefore be thread-safe.</li>
 * <li><b>Ordering.</b> The next attempt begins when {@code close} has returned for the
 * previous connection, or one second after it was called.</li>
 * <li><b>Reentrancy.</b> Both methods may call any method of any manager.</li>
 * <li><b>Exceptions.</b> An exception of {@code open} is a failed attempt; one of
 * {@code close} is logged and otherwise ignored.</li>
 * </ul>
 *
 * @param <C> the type of the connection
 */
public interface Connector<C> {

	/**
	 * Starts connecting and returns the connection, which need not be ready yet. When the
	 * attempt is abandoned, the calling thread is interrupted; a connection that is
	 * returned nevertheless is closed.
	 * @param attempt the attempt to report to
	 * @return the connection, never {@code null}, which will be closed exactly once
	 * @throws Exception if the attempt has failed
	 */
	C open(ConnectionAttempt attempt) throws Exception;

	/**
	 * Closes a connection that {@code open} has returned, whether it is ready, half-open
	 * or broken. Called exactly once for each connection.
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
	 * @param opener starts to open a connection
	 * @return the connector
	 */
	static <C> Connector<C> async(AsyncOpener<C> opener) {
		return async(opener, FunctionalConnector.closeIfCloseable());
	}

	/**
	 * Returns a connector whose connection is ready when the opener's stage completes.
	 * @param <C> the type of the connection
	 * @param opener starts to open a connection
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
