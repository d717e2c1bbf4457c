package io.connectionmanager.coordination.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.DurationText;
import io.connectionmanager.connector.ConnectorThreads;
import io.connectionmanager.coordination.StoreException;

/**
 * The connections of a store, at most three, and the threads that use them. Drivers do
 * not heed interrupts, and some wait for a silent server however long it takes: a caller
 * therefore waits for another thread, and leaves it alone with its connection when the
 * timeout is over. That thread ends by the timeouts of the driver. It is not interrupted,
 * because H2 closes a file in which a thread is interrupted.
 */
final class Sessions implements AutoCloseable {

	private static final int MAX = 3;

	private static final int IDLE_SECONDS = 30;

	private final Database database;

	private final Failures failures;

	private final Preparation preparation;

	private final ThreadPoolExecutor threads = new ThreadPoolExecutor(MAX, MAX, IDLE_SECONDS, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(), ConnectorThreads.factory("connection-manager-store-"));

	private final Set<FutureTask<?>> calls = ConcurrentHashMap.newKeySet();

	/** The connection that was used last. A further one is closed after its use. */
	private final AtomicReference<@Nullable Connection> idle = new AtomicReference<>();

	private volatile boolean closed;

	Sessions(Database database, Failures failures, Preparation preparation) {
		this.database = database;
		this.failures = failures;
		this.preparation = preparation;
		this.threads.allowCoreThreadTimeOut(true);
	}

	/**
	 * Uses a connection.
	 * @param <T> the type of the result
	 * @param work uses it
	 * @return the result
	 * @throws StoreException if there is no result within the timeout
	 */
	<T> T call(Work<T> work) {
		Use<T> use = new Use<>(work);
		FutureTask<T> call = new FutureTask<>(use);
		this.calls.add(call);
		try {
			this.threads.execute(call);
			if (this.closed) {
				call.cancel(false);
			}
			return call.get(this.database.timeout().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw this.failures.translate((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (TimeoutException ex) {
			throw new StoreException("No answer from %s within %s".formatted(this.database.describe(),
					DurationText.format(this.database.timeout())), null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoreException("Interrupted while waiting for " + this.database.describe(), null);
		}
		catch (CancellationException | RejectedExecutionException ex) {
			throw new StoreException("The store in %s is closed".formatted(this.database.describe()), null);
		}
		finally {
			use.abandoned = true;
			this.calls.remove(call);
			call.cancel(false);
			this.threads.remove(call);
		}
	}

	private Connection take() throws SQLException {
		Connection connection = this.idle.getAndSet(null);
		if (connection != null) {
			return connection;
		}
		Connection opened = this.database.open();
		try {
			this.preparation.prepare(opened);
			return opened;
		}
		catch (SQLException | RuntimeException ex) {
			Database.closeQuietly(opened);
			throw ex;
		}
	}

	private void giveBack(Connection connection) {
		replaceIdle(connection);
		if (this.closed) {
			replaceIdle(null);
		}
	}

	private void replaceIdle(@Nullable Connection connection) {
		Connection former = this.idle.getAndSet(connection);
		if (former != null) {
			Database.closeQuietly(former);
		}
	}

	/** Does not wait for calls under way, which fail. */
	@Override
	public void close() {
		this.closed = true;
		this.calls.forEach((call) -> call.cancel(false));
		try {
			this.threads.execute(() -> replaceIdle(null));
		}
		catch (RejectedExecutionException ex) {
			// It was closed before.
		}
		this.threads.shutdown();
	}

	/**
	 * A use of a connection.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Work<T> {

		T with(Connection connection) throws SQLException;

	}

	/**
	 * What remains to be done with a connection that has just been opened.
	 */
	@FunctionalInterface
	interface Preparation {

		void prepare(Connection connection) throws SQLException;

	}

	private final class Use<T> implements Callable<T> {

		private final Work<T> work;

		private volatile boolean abandoned;

		Use(Work<T> work) {
			this.work = work;
		}

		@Override
		public T call() throws SQLException {
			Connection connection = take();
			boolean usable = false;
			try {
				T result = with(connection);
				usable = true;
				return result;
			}
			finally {
				if (usable) {
					giveBack(connection);
				}
				else {
					// Others may have lost theirs for the same reason.
					Database.closeQuietly(connection);
					replaceIdle(null);
				}
			}
		}

		private T with(Connection connection) throws SQLException {
			if (this.abandoned) {
				throw new SQLException("Nobody waits for it any more");
			}
			return this.work.with(connection);
		}

	}

}
