package io.connectionmanager.engine.runtime;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime.Timer;
import io.connectionmanager.engine.runtime.PermitRequest.Stage;

/**
 * The limit on concurrent attempts and on attempts per second.
 * <ul>
 * <li><b>Order.</b> First attempts of outages take precedence, in order. Attempts that
 * have failed before follow, in order. They hold at most half of the permits (at least
 * one), so that peers that do not answer cannot keep out those that do.</li>
 * <li><b>Rate.</b> The generic cell rate algorithm (ITU-T I.371) spaces attempts evenly.
 * An attempt that is late may be made up for by {@link #TOLERANCE}, so that a timer that
 * fires late costs no throughput, but by no more, so that there is no burst.</li>
 * <li><b>Threads.</b> Neither the timer nor a request is called while the lock is held. A
 * thread that asks for one permit grants no more than {@link #GRANTS_AT_ONCE}.</li>
 * </ul>
 */
public final class ConnectLimit {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	private static final long TOLERANCE = 10_000_000;

	private static final int GRANTS_AT_ONCE = 8;

	private final Timer timer;

	private final Executor worker;

	private final LongSupplier ticker;

	/** Nanoseconds between two attempts, 0 for no limit. */
	private final long interval;

	private final int permitsForRepeated;

	// Guarded by this, like everything below.

	private final PermitQueue first = new PermitQueue();

	private final PermitQueue repeated = new PermitQueue();

	private int permits;

	private int heldByRepeated;

	/** When the next attempt is due if all are evenly spaced. */
	private long nextSlot;

	private boolean wakeUpPending;

	private @Nullable Runnable wakeUpCancellation;

	ConnectLimit(int permits, double perSecond, Timer timer, Executor worker, LongSupplier ticker) {
		this.permits = permits;
		this.permitsForRepeated = Math.max(1, permits / 2);
		this.interval = (long) Math.ceil(1_000_000_000 / perSecond);
		this.timer = timer;
		this.worker = worker;
		this.ticker = ticker;
		this.nextSlot = ticker.getAsLong();
	}

	/**
	 * Requests a permit. A request that was already released is ignored. A repeated
	 * request keeps its place. A granted request is notified again if notifying it has
	 * failed.
	 * @param request the request
	 */
	public void request(PermitRequest request) {
		boolean granted;
		synchronized (this) {
			granted = request.stage == Stage.GRANTED && !request.isNotified();
			if (request.stage == Stage.NEW) {
				queueOf(request).add(request);
			}
		}
		if (granted) {
			request.notifyGranted();
		}
		grant();
	}

	/**
	 * Releases a request in any stage: its attempt is over.
	 * @param request the request
	 */
	public void release(PermitRequest request) {
		Runnable cancellation = null;
		synchronized (this) {
			int repeated = request.isRepeated() ? 1 : 0;
			if (request.stage == Stage.WAITING) {
				queueOf(request).remove(request, Stage.RELEASED);
			}
			else if (request.stage == Stage.GRANTED) {
				this.permits++;
				this.heldByRepeated -= repeated;
			}
			request.stage = Stage.RELEASED;
			if (this.first.first() == null && this.repeated.first() == null) {
				cancellation = this.wakeUpCancellation;
				this.wakeUpPending = false;
				this.wakeUpCancellation = null;
			}
		}
		if (cancellation != null) {
			UncaughtFailures.catchAll(cancellation);
		}
		grant();
	}

	/**
	 * Grants the available permits: some here, more on a worker.
	 */
	void grant() {
		for (int i = 0; i < GRANTS_AT_ONCE; i++) {
			if (!grantNext()) {
				return;
			}
		}
		if (hasNext()) {
			grantOnWorker();
		}
	}

	private void grantOnWorker() {
		try {
			this.worker.execute(this::grant);
		}
		catch (Throwable ex) {
			// It is refused for the moment: the sweep finds what is overdue.
			UncaughtFailures.catchAll(() -> logger.debug("No worker for the connect limit now", ex));
		}
	}

	private boolean grantNext() {
		long now = (this.interval > 0) ? this.ticker.getAsLong() : 0;
		PermitRequest request;
		long wakeUpIn = -1;
		synchronized (this) {
			request = peek();
			if (request != null && this.interval > 0 && this.nextSlot - now > 0) {
				wakeUpIn = this.wakeUpPending ? -1 : this.nextSlot - now;
				this.wakeUpPending = true;
				request = null;
			}
			if (request != null) {
				take(request, now);
			}
		}
		if (wakeUpIn >= 0) {
			wakeUpIn(wakeUpIn);
		}
		if (request != null) {
			UncaughtFailures.catchAll(request::notifyGranted);
		}
		return request != null;
	}

	private synchronized boolean hasNext() {
		return peek() != null;
	}

	private @Nullable PermitRequest peek() {
		if (this.permits == 0) {
			return null;
		}
		PermitRequest next = this.first.first();
		return (next == null && this.heldByRepeated < this.permitsForRepeated) ? this.repeated.first() : next;
	}

	private PermitQueue queueOf(PermitRequest request) {
		return request.isRepeated() ? this.repeated : this.first;
	}

	private void take(PermitRequest request, long now) {
		int repeated = request.isRepeated() ? 1 : 0;
		queueOf(request).remove(request, Stage.GRANTED);
		this.permits--;
		this.heldByRepeated += repeated;
		if (this.interval > 0) {
			boolean tooLate = now - this.nextSlot > TOLERANCE;
			this.nextSlot = (tooLate ? now - TOLERANCE : this.nextSlot) + this.interval;
		}
	}

	private void wakeUpIn(long nanos) {
		Runnable cancellation = null;
		try {
			cancellation = this.timer.schedule(this::wakeUp, nanos);
		}
		finally {
			synchronized (this) {
				if (cancellation == null) {
					this.wakeUpPending = false;
				}
				else if (this.wakeUpPending) {
					this.wakeUpCancellation = cancellation;
					cancellation = null;
				}
			}
		}
		// Nothing waits any more, or the timer has already fired.
		cancel(cancellation);
	}

	private static void cancel(@Nullable Runnable cancellation) {
		if (cancellation != null) {
			UncaughtFailures.catchAll(cancellation);
		}
	}

	private void wakeUp() {
		synchronized (this) {
			this.wakeUpPending = false;
			this.wakeUpCancellation = null;
		}
		grant();
	}

	/**
	 * Recovers requests that are due but were not called.
	 */
	void lookAfterOverdue() {
		boolean overdue;
		long now = (this.interval > 0) ? this.ticker.getAsLong() : 0;
		synchronized (this) {
			overdue = peek() != null && (this.interval == 0 || now - this.nextSlot > 0);
			this.wakeUpPending &= !overdue;
		}
		if (overdue) {
			grant();
		}
	}

}
