package io.connectionmanager.engine.exclusive;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.DurationText;
import io.connectionmanager.coordination.StoreException;
import io.connectionmanager.engine.claims.Moment;
import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.engine.runtime.UncaughtFailures;
import io.connectionmanager.engine.runtime.Work;

/**
 * One call of the store, on a worker. It has an answer within its timeout, also if the
 * store never returns: the outcome is then unknown, and the thread is interrupted.
 *
 * @param <T> the type of the answer
 */
final class StoreCall<T> implements Runnable {

	/** So many calls of a kind may hang; further ones fail without being made. */
	private static final int MAX_HANGING = 3;

	private final EngineRuntime runtime;

	private final Callable<T> body;

	private final Answer<T> answer;

	private final AtomicInteger hanging;

	private final long timeout;

	private final long startedAt;

	private volatile @Nullable Runnable timerCancellation;

	// Guarded by this, like all that follows.

	private @Nullable Thread thread;

	private Moment sent;

	private boolean answered;

	/**
	 * Creates a call.
	 * @param runtime makes it
	 * @param body the call
	 * @param timeout the timeout, in nanoseconds
	 * @param hanging counts the calls of the same kind that have not returned in time
	 * @param answer is given the answer, on any thread
	 */
	StoreCall(EngineRuntime runtime, Callable<T> body, long timeout, AtomicInteger hanging, Answer<T> answer) {
		this.runtime = runtime;
		this.body = body;
		this.timeout = timeout;
		this.hanging = hanging;
		this.answer = answer;
		this.sent = Moments.now(runtime);
		this.startedAt = this.sent.ticker();
	}

	void start() {
		if (this.hanging.get() >= MAX_HANGING) {
			answer(null, new StoreException("%d calls of the store have not returned".formatted(MAX_HANGING), null));
			return;
		}
		this.timerCancellation = this.runtime.schedule(this::expireIfOverdue, this.timeout);
		this.runtime.sweep().watch(this.startedAt + this.timeout);
		if (!this.runtime.tryExecuteFromAnyThread(Work.COORDINATE, this)) {
			answer(null, new StoreException("No thread is available for the store", null));
		}
	}

	@Override
	public void run() {
		synchronized (this) {
			if (this.answered || this.thread != null) {
				return;
			}
			this.thread = Thread.currentThread();
			this.sent = Moments.now(this.runtime);
		}
		T result = null;
		Throwable failure = null;
		try {
			result = this.body.call();
		}
		catch (Throwable ex) {
			failure = ex;
		}
		finally {
			leave();
		}
		answer(result, failure);
	}

	/** The interrupt is not meant for what the thread does next. */
	private synchronized void leave() {
		this.thread = null;
		if (this.answered) {
			this.hanging.decrementAndGet();
			Thread.interrupted();
		}
	}

	/**
	 * Ends the call if its timeout has expired. Called by the timer, which may be early
	 * or lose the task, and by the sweep.
	 */
	void expireIfOverdue() {
		if (this.runtime.nanos() - this.startedAt >= this.timeout) {
			expire();
		}
	}

	private void expire() {
		synchronized (this) {
			if (this.answered) {
				return;
			}
			this.answered = true;
			if (this.thread != null) {
				this.hanging.incrementAndGet();
				this.thread.interrupt();
			}
		}
		pass(null, new StoreException("No answer within %s".formatted(DurationText.format(this.timeout)), null));
	}

	private void answer(@Nullable T result, @Nullable Throwable failure) {
		synchronized (this) {
			if (this.answered) {
				return;
			}
			this.answered = true;
		}
		pass(result, failure);
	}

	private void pass(@Nullable T result, @Nullable Throwable failure) {
		Runnable cancellation = this.timerCancellation;
		if (cancellation != null) {
			UncaughtFailures.catchAll(cancellation);
		}
		this.answer.answered(this, result, failure);
	}

	/**
	 * Returns when the call was made, or some time before.
	 * @return the time
	 */
	synchronized Moment sent() {
		return this.sent;
	}

	/**
	 * Receives the answer to a call.
	 *
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	interface Answer<T> {

		/**
		 * Receives the answer, once.
		 * @param call the call
		 * @param result the result, or {@code null} if there is none
		 * @param failure the failure, or {@code null} if there is none
		 */
		void answered(StoreCall<T> call, @Nullable T result, @Nullable Throwable failure);

	}

}
