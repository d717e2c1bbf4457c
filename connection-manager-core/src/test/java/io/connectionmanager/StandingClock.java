package io.connectionmanager;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * The system's clock, which can be made to hold up whoever asks it next: a thread that is
 * then in the middle of a change. It lets that one go by itself after a while, in case
 * the test waits for it too.
 */
final class StandingClock extends Clock {

	private final Clock system = Clock.systemUTC();

	private final Duration atMost;

	/** What the next one to ask is held up by. */
	private final AtomicReference<@Nullable CountDownLatch> next = new AtomicReference<>();

	private volatile CountDownLatch current = new CountDownLatch(0);

	private volatile boolean asked;

	/**
	 * Creates a clock that goes.
	 * @param atMost how long it holds up whoever is not let go before
	 */
	StandingClock(Duration atMost) {
		this.atMost = atMost;
	}

	/**
	 * Holds up the next one to ask.
	 */
	void holdUpNext() {
		this.asked = false;
		this.current = new CountDownLatch(1);
		this.next.set(this.current);
	}

	/**
	 * Returns whether somebody has asked and was held up.
	 * @return whether somebody was held up since {@link #holdUpNext()}
	 */
	boolean isAsked() {
		return this.asked;
	}

	/**
	 * Lets whoever is held up go on, and all others.
	 */
	void goOn() {
		this.next.set(null);
		this.current.countDown();
	}

	@Override
	public Instant instant() {
		CountDownLatch latch = this.next.getAndSet(null);
		if (latch != null) {
			this.asked = true;
			try {
				latch.await(this.atMost.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		return this.system.instant();
	}

	@Override
	public ZoneId getZone() {
		return this.system.getZone();
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
