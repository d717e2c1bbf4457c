package io.connectionmanager.engine;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.engine.runtime.UncaughtFailures;

/**
 * The completion of stops, when everything that they wait for is done or its time has
 * expired.
 */
final class StopCompletion {

	/** The maximum time for a worker to complete a stage, in nanoseconds. */
	private static final long WORKER_PATIENCE = TimeUnit.SECONDS.toNanos(1);

	private final List<StopRequest> requests;

	private final AtomicInteger awaited;

	/** When the time expires, by the ticker, in nanoseconds. */
	private final long deadline;

	private final AtomicBoolean completed = new AtomicBoolean();

	/** When workers were first found not to have begun. Touched only inside the queue. */
	private @Nullable Long lateSince;

	private volatile @Nullable Runnable timerCancellation;

	private final Runnable whenDone;

	/**
	 * Creates the completion of stops.
	 * @param requests the stops
	 * @param awaited the number of {@link #countDown()} calls to wait for
	 * @param deadline when to stop waiting, by the ticker, in nanoseconds
	 * @param whenDone runs when a stage is complete
	 */
	StopCompletion(List<StopRequest> requests, int awaited, long deadline, Runnable whenDone) {
		this.whenDone = whenDone;
		this.requests = requests;
		this.awaited = new AtomicInteger(awaited);
		this.deadline = deadline;
	}

	void setTimerCancellation(Runnable cancellation) {
		this.timerCancellation = cancellation;
	}

	/** Records that one thing that the stops wait for is done. */
	void countDown() {
		if (this.awaited.decrementAndGet() == 0) {
			complete();
		}
	}

	/** Called when the time to wait has expired. */
	void expire() {
		complete();
		this.requests.forEach(StopRequest::completeInAnyCase);
	}

	private void complete() {
		boolean first = this.completed.compareAndSet(false, true);
		Runnable cancellation = this.timerCancellation;
		if (cancellation != null) {
			this.timerCancellation = null;
			UncaughtFailures.catchAll(cancellation);
		}
		if (first) {
			this.requests.forEach((request) -> request.whenDone(this.whenDone));
		}
		this.requests.forEach(StopRequest::complete);
	}

	boolean isDone() {
		return this.requests.stream().allMatch(StopRequest::isDone);
	}

	/**
	 * Passes every stop to an action.
	 * @param action the action
	 */
	void forEach(Consumer<? super StopRequest> action) {
		this.requests.forEach(action);
	}

	/**
	 * Completes overdue stops.
	 * @param now the time of the ticker, in nanoseconds
	 * @return whether all are done
	 */
	boolean repeatLost(long now) {
		if (isDone()) {
			return true;
		}
		if (now - this.deadline >= 0 || this.completed.get() && isLate(now)) {
			expire();
		}
		return false;
	}

	private boolean isLate(long now) {
		Long since = this.lateSince;
		if (since == null) {
			this.lateSince = now;
			return false;
		}
		return now - since >= WORKER_PATIENCE;
	}

}
