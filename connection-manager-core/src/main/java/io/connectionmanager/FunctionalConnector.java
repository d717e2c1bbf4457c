package io.connectionmanager;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.LoggerFactory;

/**
 * A connector that consists of two functions. The opener gives the signals itself.
 *
 * @param <C> the type of the connection
 */
final class FunctionalConnector<C> implements Connector<C> {

	private final Opener<C> opener;

	private final Closer<? super C> closer;

	FunctionalConnector(Opener<C> opener, Closer<? super C> closer) {
		this.opener = Objects.requireNonNull(opener, "opener");
		this.closer = Objects.requireNonNull(closer, "closer");
	}

	static <C> Connector<C> blocking(Opener<C> opener, Closer<? super C> closer) {
		Objects.requireNonNull(opener, "opener");
		return new FunctionalConnector<>((attempt) -> {
			C connection = opener.open(attempt);
			attempt.connected();
			return connection;
		}, closer);
	}

	static Closer<Object> closeIfCloseable() {
		return new CloseIfCloseable();
	}

	@Override
	public C open(ConnectionAttempt attempt) throws Exception {
		return this.opener.open(attempt);
	}

	@Override
	public void close(C connection) throws Exception {
		this.closer.close(connection);
	}

	/**
	 * Closes a connection that is closeable, and warns once about one that is not.
	 */
	private static final class CloseIfCloseable implements Closer<Object> {

		private final AtomicBoolean warned = new AtomicBoolean();

		@Override
		public void close(Object connection) throws Exception {
			if (connection instanceof AutoCloseable closeable) {
				closeable.close();
			}
			else if (this.warned.compareAndSet(false, true)) {
				LoggerFactory.getLogger(ConnectionManager.class)
					.warn("{} is not AutoCloseable and its connector has no closer, so the connection stays open: pass a closer to the connector",
							connection.getClass().getName());
			}
		}

	}

}
