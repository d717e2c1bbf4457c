package io.connectionmanager.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.DurationText;
import io.connectionmanager.engine.machine.Next;
import io.connectionmanager.engine.machine.State;
import io.connectionmanager.engine.machine.State.Stopped;
import io.connectionmanager.engine.machine.State.Stopping;
import io.connectionmanager.engine.runtime.CallbackScope;
import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.Work;

/**
 * A caller of {@code stop()} or {@code close()}, and its stage. The stage's dependents
 * are user code and may block, so each stage is completed by its own task.
 */
final class StopRequest extends SerialTask {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	/** So many that are not complete are very many. */
	private static final int CROWD = 1_000;

	private final EngineRuntime runtime;

	private final CompletableFuture<Void> stage = new CompletableFuture<>();

	/** Whether nothing but the engine waits for it. */
	private final boolean internal;

	/** How many were asked for since the latest was found complete. */
	private int crowd;

	// Tells one stop from the next; written before others see this.

	private long generation;

	private long since;

	private volatile @Nullable CompletionStage<Void> sharedStage;

	StopRequest(EngineRuntime runtime, boolean internal) {
		super(false);
		this.runtime = runtime;
		this.internal = internal;
	}

	CompletableFuture<Void> stage() {
		return this.stage;
	}

	/**
	 * Notes what this has led to.
	 * @param state the state
	 * @param before the stop that was asked for before this
	 */
	void decided(State<?> state, @Nullable StopRequest before) {
		this.generation = state.progress().generation();
		this.since = state.since();
		this.crowd = (before != null && !before.isDone()) ? Math.min(before.crowd + 1, CROWD) : 1;
	}

	/**
	 * Returns whether so many stops are not complete that another one is to share the
	 * stage of this: each has one of its own, so that none depends on what others do with
	 * theirs, but they must not grow without bound.
	 * @return whether there are very many
	 */
	boolean isCrowded() {
		return this.crowd >= CROWD && !isDone();
	}

	/**
	 * Returns whether this stop has led to a state, so that another one waits for the
	 * same.
	 * @param state the state
	 * @return whether it has
	 */
	boolean isFor(State<?> state) {
		boolean stopped = state instanceof Stopped
				|| state instanceof Stopping<?> stopping && stopping.next() == Next.STOP;
		return stopped && state.since() == this.since && state.progress().generation() == this.generation;
	}

	CompletionStage<Void> sharedStage() {
		CompletionStage<Void> shared = this.sharedStage;
		if (shared == null) {
			shared = this.stage.minimalCompletionStage();
			this.sharedStage = shared;
		}
		return shared;
	}

	boolean isDone() {
		return this.stage.isDone();
	}

	/**
	 * Waits until the stage is complete, or the calling thread is interrupted.
	 * @param atMost the maximum time
	 * @param name the name of the connection, for the warning if that takes longer
	 */
	void await(Duration atMost, String name) {
		try {
			this.stage.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// The runtime was closed first, or its timer has stopped.
			logger.warn("Connection '{}': not closed after {}", name, DurationText.format(atMost), ex);
		}
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
