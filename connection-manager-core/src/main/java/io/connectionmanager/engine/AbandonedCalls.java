package io.connectionmanager.engine;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The calls that attempts of a manager have left running when they were given up. Safe
 * for use by many threads.
 *
 * @param <C> the type of the connection
 */
final class AbandonedCalls<C> {

	/** Guarded by this. */
	private @Nullable AbandonTask<C> tasks;

	/**
	 * Adds an action that is to run, unless it is here.
	 * @param task the action
	 */
	synchronized void add(AbandonTask<C> task) {
		if (!contains(task)) {
			task.nextAbandoned = this.tasks;
			this.tasks = task;
		}
	}

	/**
	 * Returns whether an action is to run, or runs.
	 * @param task the action
	 * @return whether it is here
	 */
	synchronized boolean contains(AbandonTask<C> task) {
		for (AbandonTask<C> other = this.tasks; other != null; other = other.nextAbandoned) {
			if (other == task) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Removes an action that has returned.
	 * @param task the action
	 */
	synchronized void remove(AbandonTask<C> task) {
		AbandonTask<C> before = null;
		for (AbandonTask<C> other = this.tasks; other != null; other = other.nextAbandoned) {
			if (other == task) {
				if (before != null) {
					before.nextAbandoned = task.nextAbandoned;
				}
				else {
					this.tasks = task.nextAbandoned;
				}
				return;
			}
			before = other;
		}
	}

	/**
	 * Hands every action that is to run, or runs, to an action, which must not change
	 * what is here.
	 * @param action the action
	 */
	synchronized void forEach(Consumer<? super AbandonTask<C>> action) {
		for (AbandonTask<C> task = this.tasks; task != null; task = task.nextAbandoned) {
			action.accept(task);
		}
	}

}
