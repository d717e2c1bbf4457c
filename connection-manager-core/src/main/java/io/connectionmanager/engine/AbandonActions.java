package io.connectionmanager.engine;

import java.util.ArrayList;
import java.util.List;

import io.connectionmanager.engine.runtime.CallbackScope;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.UncaughtFailures;
import io.connectionmanager.engine.runtime.Work;

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

	// Guarded by this, like everything below.

	private List<Runnable> actions = List.of();

	private Stage stage = Stage.OPEN;

	AbandonActions(ManagerContext<C> context) {
		this.context = context;
	}

	/**
	 * Adds an action, or runs it at once if the attempt has been given up.
	 * @param action the action
	 */
	void add(Runnable action) {
		synchronized (this) {
			if (this.stage == Stage.OPEN) {
				List<Runnable> longer = new ArrayList<>(this.actions);
				longer.add(action);
				this.actions = longer;
			}
			if (this.stage != Stage.ABANDONED) {
				return;
			}
		}
		run(action);
	}

	/** Called when the connection is ready: no action is needed. */
	synchronized void discard() {
		this.actions = List.of();
		this.stage = Stage.DISCARDED;
	}

	/** Called when the attempt is given up. */
	void run() {
		List<Runnable> actions;
		synchronized (this) {
			actions = this.actions;
			this.actions = List.of();
			this.stage = Stage.ABANDONED;
		}
		actions.forEach(this::run);
	}

	private void run(Runnable action) {
		SerialTask task = new AbandonTask<>(this.context, action);
		if (task.request()) {
			task.dispatch();
		}
	}

	private static final class AbandonTask<C> extends SerialTask {

		private final ManagerContext<C> context;

		private final Runnable action;

		AbandonTask(ManagerContext<C> context, Runnable action) {
			super(false);
			this.context = context;
			this.action = action;
		}

		@Override
		protected boolean submit() {
			return this.context.runtime().tryExecute(Work.CLOSE, this);
		}

		@Override
		protected void perform() {
			CallbackScope scope = CallbackScope.enter(this.context);
			try {
				UncaughtFailures.catchAll(this.action);
			}
			finally {
				scope.exit();
			}
		}

	}

}
