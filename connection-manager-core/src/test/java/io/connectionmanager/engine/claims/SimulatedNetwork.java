package io.connectionmanager.engine.claims;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The way from a replica to the store: requests and answers are delayed and lost, and a
 * request may arrive long after everybody has given it up.
 */
final class SimulatedNetwork {

	private final SimulatedTime time;

	private final Fate fate;

	/** Whether anything gets through. */
	boolean cut;

	/** The share of calls that lose the request, the answer, or time. */
	double faults;

	SimulatedNetwork(SimulatedTime time, Fate fate) {
		this.time = time;
		this.fate = fate;
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
		Fate.Call fate = this.fate.call(this.faults);
		if (this.cut || fate == Fate.Call.REQUEST_LOST) {
			return;
		}
		boolean late = fate == Fate.Call.LATE;
		long there = late ? this.fate.lateness() : this.fate.delay();
		this.time.after(there, () -> {
			T result = atStore.get();
			if (fate != Fate.Call.ANSWER_LOST && !this.cut) {
				this.time.after(late ? there : this.fate.delay(), () -> once.accept(result));
			}
		});
	}

}
