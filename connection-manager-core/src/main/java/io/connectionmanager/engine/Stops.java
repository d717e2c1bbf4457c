package io.connectionmanager.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The stops that have been asked for and are not complete. Touched only inside the serial
 * queue of the manager.
 */
final class Stops {

	/** Those that are not decided. */
	private List<StopRequest> requests = new ArrayList<>(1);

	/** Those that wait for connections and listeners. */
	private List<StopCompletion> completions = List.of();

	/** What had happened when the latest of them began to wait. */
	private @Nullable Object latestMoment;

	/**
	 * Adds one; what comes next in the queue decides it.
	 * @param request the stop
	 */
	void add(StopRequest request) {
		this.requests.add(request);
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
