package io.connectionmanager.engine.runtime;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * An executor that runs its tasks when a test says so, and refuses them on request.
 */
public final class ManualExecutor implements Executor {

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private volatile boolean refusing;

	@Override
	public void execute(Runnable task) {
		if (this.refusing) {
			throw new RejectedExecutionException("on purpose");
		}
		this.tasks.add(task);
	}

	/**
	 * Has this executor refuse tasks from now on, or accept them again.
	 * @param refusing whether it refuses
	 */
	public void refuse(boolean refusing) {
		this.refusing = refusing;
	}

	public int pending() {
		return this.tasks.size();
	}

	/**
	 * Forgets everything that has been accepted.
	 */
	public void dropAll() {
		this.tasks.clear();
	}

	/**
	 * Runs the task that was accepted first.
	 * @return whether there was one
	 */
	public boolean runNext() {
		Runnable task = this.tasks.poll();
		if (task != null) {
			task.run();
		}
		return task != null;
	}

	/**
	 * Runs tasks until there are none.
	 */
	public void runAll() {
		while (runNext()) {
			// One after the other.
		}
	}

}
