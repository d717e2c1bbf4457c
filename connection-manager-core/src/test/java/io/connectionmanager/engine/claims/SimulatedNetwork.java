package io.connectionmanager.engine.claims;

import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The way from a replica to the store: requests and answers are delayed and lost, and a
 * request may arrive long after everybody has given it up.
 */
final class SimulatedNetwork {

	private final SimulatedTime time;

	private final Random random;

	/** Whether anything gets through. */
	boolean cut;

	/** The share of calls that lose the request, the answer, or time. */
	double faults;

	SimulatedNetwork(SimulatedTime time, Random random) {
		this.time = time;
		this.random = random;
	}

	/** Whether all calls are answered at present. */
	boolean isHealthy() {
		return !this.cut && this.faults == 0;
	}

	<T> void call(Supplier<T> atStore, long timeout, Consumer<@Nullable T> answer) {
		boolean[] answered = new boolean[1];
		Consumer<@Nullable T> once = (result) -> {
			if (!answered[0]) {
				answered[0] = true;
				answer.accept(result);
			}
		};
		this.time.after(timeout, () -> once.accept(null));
		double fate = this.random.nextDouble();
		if (this.cut || fate < this.faults / 3) {
			return;
		}
		boolean answerLost = fate < this.faults * 2 / 3;
		boolean late = !answerLost && fate < this.faults;
		long there = late ? (long) (this.random.nextDouble() * 60 * SimulatedTime.SECOND) : delay();
		this.time.after(there, () -> {
			T result = atStore.get();
			if (!answerLost && !this.cut) {
				this.time.after(late ? there : delay(), () -> once.accept(result));
			}
		});
	}

	private long delay() {
		double slow = this.random.nextDouble();
		return (long) (slow * slow * slow * 500 * SimulatedTime.MILLI) + SimulatedTime.MILLI;
	}

}
