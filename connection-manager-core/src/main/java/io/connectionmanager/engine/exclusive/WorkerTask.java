package io.connectionmanager.engine.exclusive;

import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.Work;

/**
 * Runs an action on a worker, one run at a time.
 */
final class WorkerTask extends SerialTask {

	private final EngineRuntime runtime;

	private final Work work;

	private final Runnable action;

	WorkerTask(EngineRuntime runtime, Work work, Runnable action) {
		super(false);
		this.runtime = runtime;
		this.work = work;
		this.action = action;
	}

	@Override
	protected void perform() {
		this.action.run();
	}

	@Override
	protected boolean submit() {
		return this.runtime.tryExecuteFromAnyThread(this.work, this);
	}

}
