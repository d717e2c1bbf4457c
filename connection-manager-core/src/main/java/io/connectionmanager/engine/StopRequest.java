package io.connectionmanager.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.connectionmanager.engine.runtime.CallbackScope;
import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.Work;

/**
 * A caller of {@code stop()} or {@code close()}, and its stage. The stage's dependents
 * are user code and may block, so each stage is completed by its own task.
 */
final class StopRequest extends SerialTask {

	private final EngineRuntime runtime;

	private final CompletableFuture<Void> stage = new CompletableFuture<>();

	/** Whether nothing but the engine waits for it. */
	private final boolean internal;

	StopRequest(EngineRuntime runtime, boolean internal) {
		super(false);
		this.runtime = runtime;
		this.internal = internal;
	}

	CompletableFuture<Void> stage() {
		return this.stage;
	}

	boolean isDone() {
		return this.stage.isDone();
	}

	/**
	 * Runs an action when the stage is complete, at once if it already is.
	 * @param action the action
	 */
	void whenDone(Runnable action) {
		this.stage.whenComplete((nothing, failure) -> action.run());
	}

	void complete() {
		if (this.internal) {
			this.stage.complete(null);
		}
		else if (!isDone() && request()) {
			dispatch();
		}
	}

	@Override
	protected boolean submit() {
		return this.runtime.tryExecute(Work.NOTIFY, this);
	}

	@Override
	protected void perform() {
		CallbackScope scope = CallbackScope.enter(this);
		try {
			this.stage.complete(null);
		}
		finally {
			scope.exit();
		}
	}

	/**
	 * Completes the stage even if no worker is available: if none has begun within a
	 * second, a new thread completes it.
	 */
	void completeInAnyCase() {
		complete();
		if (!isDone()) {
			this.runtime.runOnNewThread(this::completeLate);
		}
	}

	private void completeLate() {
		try {
			this.stage.get(1, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			this.stage.complete(null);
		}
		catch (InterruptedException | ExecutionException ex) {
			// Nothing interrupts this thread, and the stage never fails.
		}
	}

}
