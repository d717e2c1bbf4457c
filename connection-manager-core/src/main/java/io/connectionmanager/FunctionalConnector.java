package io.connectionmanager;

import java.util.Objects;

/**
 * A connector made of two functions, whose opener gives the signals itself.
 *
 * @param <C> the type of the connection
 */
final class FunctionalConnector<C> implements Connector<C> {

	private static final Closer<Object> CLOSE_IF_CLOSEABLE = (connection) -> {
		if (connection instanceof AutoCloseable closeable) {
			closeable.close();
		}
	};

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
		return CLOSE_IF_CLOSEABLE;
	}

	@Override
	public C open(ConnectionAttempt attempt) throws Exception {
		return this.opener.open(attempt);
	}

	@Override
	public void close(C connection) throws Exception {
		this.closer.close(connection);
	}

}
