package io.connectionmanager.engine;

import org.jspecify.annotations.Nullable;

/**
 * The actions that abort the work in progress of an attempt. Each runs once, on a worker,
 * if the attempt is given up before its connection is ready. Thread-safe.
 *
 * @param <C> the type of the connection
 */
final class AbandonActions<C> {

	private enum Stage {

		OPEN, ABANDONED, DISCARDED

	}

	private final ManagerContext<C> context;

	private final OpenConnections<C> connections;

	private final long generation;

	// Guarded by this, like all that follows.

	/** The first of those that have not been started. */
	private @Nullable AbandonTask<C> first;

	private @Nullable AbandonTask<C> last;

	private Stage stage = Stage.OPEN;

	AbandonActions(ManagerContext<C> context, OpenConnections<C> connections, long generation) {
		this.context = context;
		this.connections = connections;
		this.generation = generation;
	}

	/**
	 * Adds an action, or runs it at once if the attempt has been given up.
	 * @param action the action
	 */
	void add(Runnable action) {
		AbandonTask<C> task = new AbandonTask<>(this.context, this.generation, action);
		synchronized (this) {
			if (this.stage == Stage.OPEN) {
				if (this.last != null) {
					this.last.next = task;
				}
				else {
					this.first = task;
				}
				this.last = task;
			}
			if (this.stage != Stage.ABANDONED) {
				return;
			}
		}
		task.start(this.connections.abandonedCalls());
	}

	/** Called when the connection is ready: no action is needed. */
	synchronized void discard() {
		this.first = null;
		this.last = null;
		this.stage = Stage.DISCARDED;
	}

	/**
	 * The attempt is given up. Where this meets an error it can be done again, and goes
	 * on with the action that it had come to.
	 */
	void run() {
		synchronized (this) {
			this.stage = Stage.ABANDONED;
		}
		for (AbandonTask<C> task = first(); task != null; task = first()) {
			AbandonTask<C> next = task.next;
			task.start(this.connections.abandonedCalls());
			synchronized (this) {
				this.first = next;
			}
		}
	}

	private synchronized @Nullable AbandonTask<C> first() {
		return this.first;
	}

}
