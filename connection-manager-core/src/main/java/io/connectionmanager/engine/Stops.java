package io.connectionmanager.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The stops that have been asked for and are not complete. Touched only inside the serial
 * queue of the manager.
 */
final class Stops {

	/** Those that are not decided. */
	private List<StopRequest> requests = List.of();

	/** Those that wait for connections and listeners. */
	private List<StopCompletion> completions = List.of();

	/**
	 * Adds one; what comes next in the queue decides it.
	 * @param request the stop
	 */
	void add(StopRequest request) {
		List<StopRequest> longer = new ArrayList<>(this.requests);
		longer.add(request);
		this.requests = longer;
	}

	/**
	 * Returns those that are not decided.
	 * @return the stops
	 */
	List<StopRequest> requests() {
		return this.requests;
	}

	/**
	 * Notes that those that were not decided now wait for their completion.
	 * @param completion completes them
	 */
	void await(StopCompletion completion) {
		List<StopCompletion> completions = new ArrayList<>(this.completions);
		completions.removeIf(StopCompletion::isDone);
		completions.add(completion);
		this.completions = completions;
		this.requests = List.of();
	}

	/**
	 * Looks after stops that are overdue.
	 * @param now the time of the ticker, in nanoseconds
	 * @param action looks after each stop
	 */
	void repeatLost(long now, Consumer<? super StopRequest> action) {
		this.completions.forEach((completion) -> completion.forEach(action));
		this.completions = this.completions.stream().filter((completion) -> !completion.repeatLost(now)).toList();
	}

	/**
	 * Returns whether all is complete.
	 * @return whether there is nothing here
	 */
	boolean isEmpty() {
		return this.requests.isEmpty() && this.completions.isEmpty();
	}

	/**
	 * Returns whether nothing has to be looked after.
	 * @return whether every stop that was decided is complete
	 */
	boolean isAtRest() {
		return this.completions.isEmpty();
	}

}
