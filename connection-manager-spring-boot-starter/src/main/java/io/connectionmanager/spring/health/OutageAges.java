package io.connectionmanager.spring.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.connectionmanager.ConnectionRuntime;

/**
 * Measures the age of outages. Managers report the start of an outage by the wall clock,
 * which may be set during the outage. From the first look at an outage, its age is
 * therefore measured by the monotonic clock. Thread-safe.
 */
final class OutageAges {

	private final Clock clock;

	private final LongSupplier ticker;

	private final Map<String, FirstLook> looks = new ConcurrentHashMap<>();

	OutageAges(ConnectionRuntime runtime) {
		this.clock = runtime.clock();
		this.ticker = runtime.ticker();
	}

	/**
	 * Returns the age of an outage.
	 * @param name the name of the connection
	 * @param begun when the outage began, by the wall clock
	 * @return its age, not negative
	 */
	Duration ageOf(String name, Instant begun) {
		long now = this.ticker.getAsLong();
		FirstLook look = this.looks.compute(name, (key, present) -> (present != null && present.begun.equals(begun))
				? present : new FirstLook(begun, age(begun), now));
		return look.age.plusNanos(now - look.at);
	}

	/**
	 * Returns whether an outage is younger than its grace.
	 * @param grace the time that it may last; zero for none
	 * @param name the name of the connection
	 * @param begun when the outage began, by the wall clock
	 * @return whether it is
	 */
	boolean isWithin(Duration grace, String name, Instant begun) {
		return !grace.isZero() && ageOf(name, begun).compareTo(grace) < 0;
	}

	private Duration age(Instant begun) {
		Duration age = Duration.between(begun, this.clock.instant());
		return age.isNegative() ? Duration.ZERO : age;
	}

	void forget(String name) {
		this.looks.remove(name);
	}

	private record FirstLook(Instant begun, Duration age, long at) {

	}

}
