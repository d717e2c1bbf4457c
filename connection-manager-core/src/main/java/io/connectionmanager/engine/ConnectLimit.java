package io.connectionmanager.engine;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRuntime.Timer;

/**
 * Limits how many attempts are under way at once and how many begin in a second, first
 * come, first served.
 * <p>
 * The rate is the generic cell rate algorithm (ITU-T I.371): attempts are spaced evenly;
 * one that is late may be made up for by {@link #TOLERANCE}, so that a timer that fires
 * late costs no throughput, and no more, so that there is no burst.
 */
final class ConnectLimit {

	private static final long TOLERANCE = 10_000_000;

	private final Timer timer;

	private final LongSupplier ticker;

	/** Nanoseconds between two attempts, 0 where there is no limit. */
	private final long interval;

	/**
	 * Those that wait for their turn, in order. Guarded by this, like all that follows.
	 */
	private final Set<Ticket> waiting = new LinkedHashSet<>();

	private int permits;

	/** When the next attempt is due, had all come evenly. */
	private long nextSlot;

	/** Set while a wake-up is scheduled. */
	private @Nullable Runnable wakeUpCancellation;

	/** Those who asked for {@link #admit()} since somebody began to do it. */
	private final AtomicInteger asked = new AtomicInteger();

	ConnectLimit(int permits, double perSecond, Timer timer, LongSupplier ticker) {
		this.permits = permits;
		this.interval = (long) Math.ceil(1_000_000_000 / perSecond);
		this.timer = timer;
		this.ticker = ticker;
		this.nextSlot = ticker.getAsLong();
	}

	/**
	 * Queues a ticket, unless it has left already.
	 * @param ticket the ticket, queued only once
	 */
	void enlist(Ticket ticket) {
		synchronized (this) {
			if (ticket.stage == Stage.LEFT) {
				return;
			}
			ticket.stage = Stage.WAITING;
			this.waiting.add(ticket);
		}
		admit();
	}

	/**
	 * Takes a ticket back, wherever it is: its attempt is over.
	 * @param ticket the ticket
	 */
	void leave(Ticket ticket) {
		synchronized (this) {
			if (ticket.stage == Stage.WAITING) {
				this.waiting.remove(ticket);
			}
			else if (ticket.stage == Stage.ADMITTED) {
				this.permits++;
			}
			ticket.stage = Stage.LEFT;
			if (this.waiting.isEmpty() && this.wakeUpCancellation != null) {
				this.wakeUpCancellation.run();
				this.wakeUpCancellation = null;
			}
		}
		admit();
	}

	/**
	 * Admits whom it can. One thread at a time does it, for all who ask meanwhile: an
	 * admitted attempt may come back here at once, and must not recurse.
	 */
	private void admit() {
		if (this.asked.getAndIncrement() != 0) {
			return;
		}
		int seen = 1;
		do {
			Unfailing.run(this::admitAll);
			seen = this.asked.addAndGet(-seen);
		}
		while (seen != 0);
	}

	private void admitAll() {
		for (Ticket ticket = next(); ticket != null; ticket = next()) {
			Unfailing.run(ticket::admitted);
		}
	}

	private synchronized @Nullable Ticket next() {
		if (this.permits == 0 || this.waiting.isEmpty()) {
			return null;
		}
		if (this.interval > 0) {
			long now = this.ticker.getAsLong();
			if (this.nextSlot - now > 0) {
				wakeUpIn(this.nextSlot - now);
				return null;
			}
			boolean tooLate = now - this.nextSlot > TOLERANCE;
			this.nextSlot = (tooLate ? now - TOLERANCE : this.nextSlot) + this.interval;
		}
		Ticket ticket = this.waiting.iterator().next();
		this.waiting.remove(ticket);
		ticket.stage = Stage.ADMITTED;
		this.permits--;
		return ticket;
	}

	private void wakeUpIn(long nanos) {
		if (this.wakeUpCancellation == null) {
			this.wakeUpCancellation = this.timer.schedule(this::wakeUp, nanos);
		}
	}

	private void wakeUp() {
		synchronized (this) {
			this.wakeUpCancellation = null;
		}
		admit();
	}

	/**
	 * One attempt's place under the limit.
	 */
	abstract static class Ticket {

		/** Guarded by the limit. */
		private Stage stage = Stage.NEW;

		/**
		 * Lets the attempt begin. Called once at the most, outside of the limit's lock.
		 */
		abstract void admitted();

	}

	private enum Stage {

		NEW, WAITING, ADMITTED, LEFT

	}

}
