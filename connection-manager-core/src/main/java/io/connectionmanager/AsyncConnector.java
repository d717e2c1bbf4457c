package io.connectionmanager;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/**
 * A connector whose connection is there, and ready, when a stage completes. The engine
 * takes its {@link #openerOf opener} and never blocks; a decorator or proxy that hides it
 * calls {@link #open}, which blocks a worker until the stage completes.
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

	static <C> @Nullable AsyncOpener<C> openerOf(Connector<C> connector) {
		return (connector instanceof AsyncConnector<C> async) ? async.opener : null;
	}

	/**
	 * Opens, and waits. An interrupt does not end the wait: nobody could close the
	 * connection that the stage may still bring. The engine gives the attempt up, and
	 * closes what comes late.
	 */
	@Override
	public C open(ConnectionAttempt attempt) throws Exception {
		CompletableFuture<C> opened = new CompletableFuture<>();
		this.opener.open(attempt).whenComplete((connection, failure) -> {
			if (failure != null) {
				opened.completeExceptionally(failure);
			}
			else {
				opened.complete(connection);
			}
		});
		try {
			C connection = opened.join();
			if (connection != null) {
				attempt.connected();
			}
			return connection;
		}
		catch (CompletionException ex) {
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
