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

	/** Guarded by itself; complete once this is {@link #completed}. */
	private final List<StopRequest> requests;

	private final AtomicInteger awaited;

	/** How many stages are not complete, from when all may be. */
	private final AtomicInteger incomplete = new AtomicInteger();

	/** When it has had its time, by the ticker, in nanoseconds. */
	private final long deadline;

	private final AtomicBoolean completed = new AtomicBoolean();

	/** When workers were first found not to have begun. Touched only inside the queue. */
	private @Nullable Long lateSince;

	private volatile @Nullable Runnable timerCancellation;

	private final Runnable whenDone;

	/**
	 * Creates the completion of stops.
	 * @param requests the stops
	 * @param awaited how many have to {@link #countDown()}
	 * @param deadline when they have had their time, by the ticker, in nanoseconds
	 * @param whenDone run when all stages are complete
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
		requests().forEach(StopRequest::completeInAnyCase);
	}

	/**
	 * Adds stops that wait for the same.
	 * @param more the stops
	 * @return {@code false} if it is too late
	 */
	boolean join(List<StopRequest> more) {
		synchronized (this.requests) {
			return !this.completed.get() && this.requests.addAll(more);
		}
	}

	private List<StopRequest> requests() {
		synchronized (this.requests) {
			return List.copyOf(this.requests);
		}
	}

	private boolean setCompleted() {
		synchronized (this.requests) {
			return this.completed.compareAndSet(false, true);
		}
	}

	private void stageIsComplete() {
		if (this.incomplete.decrementAndGet() == 0) {
			this.whenDone.run();
		}
	}

	private void complete() {
		boolean first = setCompleted();
		Runnable cancellation = this.timerCancellation;
		if (cancellation != null) {
			this.timerCancellation = null;
			UncaughtFailures.catchAll(cancellation);
		}
		List<StopRequest> requests = requests();
		if (first) {
			this.incomplete.set(requests.size());
			requests.forEach((request) -> request.whenDone(this::stageIsComplete));
		}
		requests.forEach(StopRequest::complete);
	}

	boolean isDone() {
		return this.completed.get() && requests().stream().allMatch(StopRequest::isDone);
	}

	/**
	 * Passes every stop to an action.
	 * @param action the action
	 */
	void forEach(Consumer<? super StopRequest> action) {
		requests().forEach(action);
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
