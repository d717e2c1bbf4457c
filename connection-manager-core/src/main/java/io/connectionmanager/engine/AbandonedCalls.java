package io.connectionmanager.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.engine.runtime.SerialTask;

/**
 * The calls that attempts of a manager have left running when they were given up. Safe
 * for use by many threads.
 */
final class AbandonedCalls {

	// Guarded by this, like all that follows.

	/** Actions that are to run, or run. */
	private final List<SerialTask> tasks = new ArrayList<>();

	/** In the order in which they were abandoned. */
	private final List<HangingCall> hanging = new ArrayList<>();

	private boolean warned;

	/**
	 * Adds an action that is to run, unless it is here.
	 * @param task the action
	 */
	synchronized void add(SerialTask task) {
		if (!contains(task)) {
			this.tasks.add(task);
		}
	}

	/**
	 * Returns whether an action is to run, or runs.
	 * @param task the action
	 * @return whether it is here
	 */
	synchronized boolean contains(SerialTask task) {
		return this.tasks.contains(task);
	}

	/**
	 * Removes an action that has returned.
	 * @param task the action
	 */
	synchronized void remove(SerialTask task) {
		this.tasks.remove(task);
	}

	/**
	 * Hands every action that is to run, or runs, to an action, which must not change
	 * what is here.
	 * @param action the action
	 */
	synchronized void forEach(Consumer<? super SerialTask> action) {
		this.tasks.forEach(action);
	}

	/**
	 * Notes that a thread is in a call that nobody waits for.
	 * @param call what has made the call
	 * @param thread the thread
	 * @param now the time of the ticker, in nanoseconds
	 */
	synchronized void hangs(Object call, Thread thread, long now) {
		this.hanging.add(new HangingCall(call, thread, now));
	}

	/**
	 * Notes that a call has returned.
	 * @param call what has made the call
	 */
	synchronized void returned(Object call) {
		// There may be no memory for a lambda expression.
		for (int i = this.hanging.size() - 1; i >= 0; i--) {
			if (this.hanging.get(i).call() == call) {
				this.hanging.remove(i);
			}
		}
	}

	/**
	 * Returns the oldest call that has not returned.
	 * @return the call, or {@code null} if none holds a thread
	 */
	synchronized @Nullable HangingCall oldest() {
		return this.hanging.isEmpty() ? null : this.hanging.get(0);
	}

	/**
	 * Returns whether to warn of calls that hang: once, until the connection was up.
	 * @return whether nobody has been warned
	 */
	synchronized boolean shouldWarn() {
		boolean first = !this.warned;
		this.warned = true;
		return first;
	}

	synchronized void forgetWarning() {
		this.warned = false;
	}

	/**
	 * A thread that is in a call which nobody waits for.
	 *
	 * @param call what has made the call
	 * @param thread the thread
	 * @param since when it was abandoned, or the action was called, by the ticker, in
	 * nanoseconds
	 */
	record HangingCall(Object call, Thread thread, long since) {
	}

}
