package io.connectionmanager.engine.runtime;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Clocks and a source of randomness that the application supplied. They may throw, and
 * they may call a manager that reads them again; the latest value is used in both cases.
 */
final class SuppliedTime {

	/** Whether the current thread is reading; uses only types of the JDK. */
	private static final ThreadLocal<boolean[]> READING = ThreadLocal.withInitial(() -> new boolean[1]);

	/** How often the ticker is asked, at the beginning, for a first reading. */
	private static final int FIRST_READINGS = 3;

	private final LongSupplier ticker;

	private final Clock clock;

	private final DoubleSupplier random;

	// Not volatile: any recent value of another thread will do.

	private long latestTick;

	/** Whether there is a reading: the ticker may begin anywhere, so that 0 is none. */
	private boolean ticked;

	private Instant latestInstant = Instant.EPOCH;

	SuppliedTime(LongSupplier ticker, Clock clock, DoubleSupplier random) {
		this.ticker = ticker;
		this.clock = clock;
		this.random = random;
		for (int i = 0; i < FIRST_READINGS && !this.ticked; i++) {
			nanos();
		}
	}

	long nanos() {
		boolean[] reading = READING.get();
		if (reading[0]) {
			return this.latestTick;
		}
		reading[0] = true;
		try {
			long nanos = this.ticker.getAsLong();
			this.latestTick = nanos;
			this.ticked = true;
			return nanos;
		}
		catch (Throwable ex) {
			UncaughtFailures.log("the supplied ticker", ex);
			return this.latestTick;
		}
		finally {
			reading[0] = false;
		}
	}

	Instant instant() {
		boolean[] reading = READING.get();
		if (reading[0]) {
			return this.latestInstant;
		}
		reading[0] = true;
		try {
			Instant instant = Objects.requireNonNull(this.clock.instant(), "no instant");
			this.latestInstant = instant;
			return instant;
		}
		catch (Throwable ex) {
			UncaughtFailures.log("the supplied clock", ex);
			return this.latestInstant;
		}
		finally {
			reading[0] = false;
		}
	}

	/**
	 * Returns a number from 0 (inclusive) to 1 (exclusive), whatever the source returns.
	 */
	double random() {
		boolean[] reading = READING.get();
		if (reading[0]) {
			return 0;
		}
		reading[0] = true;
		try {
			double random = this.random.getAsDouble();
			return (random >= 0 && random < 1) ? random : 0;
		}
		catch (Throwable ex) {
			UncaughtFailures.log("the supplied source of randomness", ex);
			return 0;
		}
		finally {
			reading[0] = false;
		}
	}

}
