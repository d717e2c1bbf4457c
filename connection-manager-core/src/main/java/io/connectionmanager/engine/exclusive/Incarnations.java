package io.connectionmanager.engine.exclusive;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.connectionmanager.engine.runtime.EngineRuntime;

/**
 * Identifiers that no other process has: part random, part time, part counted, since a
 * supplied source of randomness may be poor.
 */
final class Incarnations implements Supplier<String> {

	private static final AtomicLong COUNT = new AtomicLong();

	private static final double RANGE = 1L << 40;

	private final EngineRuntime runtime;

	Incarnations(EngineRuntime runtime) {
		this.runtime = runtime;
	}

	@Override
	public String get() {
		long random = (long) (this.runtime.random() * RANGE);
		long millis = this.runtime.instant().toEpochMilli();
		return Long.toString(random, 36) + Long.toString(millis & 0xfffffff, 36)
				+ Long.toString(COUNT.incrementAndGet(), 36);
	}

}
