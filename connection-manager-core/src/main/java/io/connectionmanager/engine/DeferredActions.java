package io.connectionmanager.engine;

import java.util.ArrayList;
import java.util.List;

import io.connectionmanager.engine.notify.ManagedSubscription;
import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.UncaughtFailures;
import io.connectionmanager.engine.runtime.Work;

/**
 * What effects have left to be done outside of the serial queue, by the thread that has
 * drained it.
 * <p>
 * Tasks for workers come first, in order. Subscribers with executors of their own may run
 * on this very thread, so they come last, where they can hold up nothing but themselves;
 * so that they need not wait either, several tasks before them are left to a worker.
 */
final class DeferredActions {

	// Most of the time there is little or nothing.

	private List<SerialTask> tasks = List.of();

	private List<ManagedSubscription<?>> onOwnExecutors = List.of();

	private List<Runnable> actions = List.of();

	/**
	 * Adds a task that was requested.
	 * @param task the task
	 */
	void add(SerialTask task) {
		this.tasks = with(this.tasks, task);
	}

	/**
	 * Adds a subscription that was requested.
	 * @param subscription the subscription
	 */
	void addSubscription(ManagedSubscription<?> subscription) {
		if (subscription.hasOwnExecutor()) {
			this.onOwnExecutors = with(this.onOwnExecutors, subscription);
		}
		else {
			this.tasks = with(this.tasks, subscription);
		}
	}

	/**
	 * Adds an action that neither blocks nor calls user code.
	 * @param action the action
	 */
	void addAction(Runnable action) {
		this.actions = with(this.actions, action);
	}

	private static <E> List<E> with(List<E> list, E element) {
		List<E> longer = list.isEmpty() ? new ArrayList<>(4) : list;
		longer.add(element);
		return longer;
	}

	boolean isEmpty() {
		return this.tasks.isEmpty() && this.onOwnExecutors.isEmpty() && this.actions.isEmpty();
	}

	/**
	 * Does everything. What fails here is looked after by the sweep.
	 * @param runtime where the workers are
	 */
	void run(EngineRuntime runtime) {
		if (!runtime.mustHandOver(!this.onOwnExecutors.isEmpty()) || !runtime.tryHandOver(() -> runHere(runtime))) {
			runHere(runtime);
		}
	}

	private void runHere(EngineRuntime runtime) {
		boolean leave = this.tasks.size() > 1 && !this.onOwnExecutors.isEmpty();
		if (!leave || !runtime.tryExecute(Work.NOTIFY, this::dispatchTasks)) {
			dispatchTasks();
		}
		for (Runnable action : this.actions) {
			UncaughtFailures.catchAll(action);
		}
		dispatch(this.onOwnExecutors);
	}

	private void dispatchTasks() {
		dispatch(this.tasks);
	}

	private static void dispatch(List<? extends SerialTask> tasks) {
		for (int i = 0; i < tasks.size(); i++) {
			try {
				tasks.get(i).dispatch();
			}
			catch (Throwable ex) {
				UncaughtFailures.log(tasks.get(i), ex);
			}
		}
	}

}
