package io.connectionmanager;

import java.util.Objects;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * A connector whose connection is ready when a stage completes. The engine uses its
 * {@link #openerOf opener} and never blocks. A decorator or proxy that hides this class
 * calls {@link #open}, which blocks a worker until the stage completes.
 *
 * @param <C> the type of the connection
 */
final class AsyncConnector<C> implements Connector<C> {

	private final AsyncOpener<C> opener;

	private final Closer<? super C> closer;

	AsyncConnector(AsyncOpener<C> opener, Closer<? super C> closer) {
		Objects.requireNonNull(opener, "opener");
		this.opener = (attempt) -> opener.open(attempt).thenApply((connection) -> {
			attempt.connected();
			return connection;
		});
		this.closer = Objects.requireNonNull(closer, "closer");
	}

	static <C> @Nullable AsyncOpener<C> openerOf(Connector<C> connector) {
		return (connector instanceof AsyncConnector<C> async) ? async.opener : null;
	}

	@Override
	public C open(ConnectionAttempt attempt) throws Exception {
		try {
			return this.opener.open(attempt).toCompletableFuture().get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw ex;
		}
	}

	@Override
	public void close(C connection) throws Exception {
		this.closer.close(connection);
	}

}
