package io.connectionmanager.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The stop requests that are not complete. Touched only inside the serial queue of the
 * manager.
 */
final class Stops {

	/** Requests that are not decided. */
	private List<StopRequest> requests = List.of();

	/** Requests that wait for connections and listeners. */
	private List<StopCompletion> completions = List.of();

	/**
	 * Adds a request, which the next element in the queue decides.
	 * @param request the stop
	 */
	void add(StopRequest request) {
		List<StopRequest> longer = new ArrayList<>(this.requests);
		longer.add(request);
		this.requests = longer;
	}

	/**
	 * Returns the requests that are not decided.
	 * @return the stops
	 */
	List<StopRequest> requests() {
		return this.requests;
	}

	/**
	 * Moves the undecided requests to their completion.
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
	 * Recovers overdue stops.
	 * @param now the time of the ticker, in nanoseconds
	 * @param action recovers each stop
	 */
	void repeatLost(long now, Consumer<? super StopRequest> action) {
		this.completions.forEach((completion) -> completion.forEach(action));
		this.completions = this.completions.stream().filter((completion) -> !completion.repeatLost(now)).toList();
	}

	/**
	 * Returns whether every request is complete.
	 * @return whether this is empty
	 */
	boolean isEmpty() {
		return this.requests.isEmpty() && this.completions.isEmpty();
	}

	/**
	 * Returns whether nothing is left to recover.
	 * @return whether every decided request is complete
	 */
	boolean isAtRest() {
		return this.completions.isEmpty();
	}

}
