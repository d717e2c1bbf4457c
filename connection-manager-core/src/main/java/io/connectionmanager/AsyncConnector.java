package io.connectionmanager;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * A connector whose connection is there, and ready, when a stage completes.
 *
 * @param <C> the type of the connection
 */
final class AsyncConnector<C> implements Connector<C> {

	private final AsyncOpener<C> opener;

	private final Closer<? super C> closer;

	AsyncConnector(AsyncOpener<C> opener, Closer<? super C> closer) {
		this.opener = Objects.requireNonNull(opener, "opener");
		this.closer = Objects.requireNonNull(closer, "closer");
	}

	@Override
	public CompletionStage<? extends C> openAsync(ConnectionAttempt attempt) throws Exception {
		return this.opener.open(attempt).thenApply((connection) -> {
			attempt.connected();
			return connection;
		});
	}

	// For those who call a connector without a manager; the engine never waits.
	@Override
	public C open(ConnectionAttempt attempt) throws Exception {
		try {
			return openAsync(attempt).toCompletableFuture().get();
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
