package io.connectionmanager.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The stop requests that are not complete. Touched only inside the serial queue of the
 * manager.
 */
final class Stops {

	/** Those that are not decided. */
	private List<StopRequest> requests = new ArrayList<>(1);

	/** Requests that wait for connections and listeners. */
	private List<StopCompletion> completions = List.of();

	/** What had happened when the latest of them began to wait. */
	private @Nullable Object latestMoment;

	/**
	 * Adds a request, which the next element in the queue decides.
	 * @param request the stop
	 */
	void add(StopRequest request) {
		this.requests.add(request);
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
	 * @param moment what has happened so far
	 */
	void await(StopCompletion completion, Object moment) {
		List<StopCompletion> completions = new ArrayList<>(this.completions);
		completions.removeIf(StopCompletion::isDone);
		completions.add(completion);
		this.completions = completions;
		this.latestMoment = moment;
		this.requests = new ArrayList<>(1);
	}

	/**
	 * Has those that are not decided wait with the latest that were, if nothing has
	 * happened since that they would have to wait for besides.
	 * @param moment what has happened so far
	 * @return whether they do
	 */
	boolean joinLatest(Object moment) {
		if (this.completions.isEmpty() || !moment.equals(this.latestMoment)
				|| !this.completions.get(this.completions.size() - 1).join(this.requests)) {
			return false;
		}
		this.requests = new ArrayList<>(1);
		return true;
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
