package io.connectionmanager.engine;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.engine.machine.Input;
import io.connectionmanager.engine.runtime.CallbackScope;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.UncaughtFailures;
import io.connectionmanager.engine.runtime.Work;

/**
 * An action that aborts what an attempt has under way, on a worker. Where it is
 * interrupted by an error it goes on from the latest phase; the action itself is run
 * once.
 *
 * @param <C> the type of the connection
 */
final class AbandonTask<C> extends SerialTask {

	/** How far it has come. */
	private enum Phase {

		NEW, REPORTED, CALLED

	}

	private final ManagerContext<C> context;

	private final long generation;

	private final Runnable action;

	/** Belongs to the thread that gives the attempt up, and then to the running one. */
	private volatile Phase phase = Phase.NEW;

	/** Where this is while it is to run, or runs. */
	private volatile @Nullable AbandonedCalls calls;

	/** Belongs to the actions of the attempt. */
	@Nullable AbandonTask<C> next;

	AbandonTask(ManagerContext<C> context, long generation, Runnable action) {
		super(false);
		this.context = context;
		this.generation = generation;
		this.action = action;
	}

	/**
	 * Has a worker run the action. Done again where it has met an error, it goes on.
	 * @param calls looks after it from now on
	 */
	void start(AbandonedCalls calls) {
		if (this.phase == Phase.NEW) {
			this.context.feed(new Input.AbandonRequested<>(this.generation));
			this.phase = Phase.REPORTED;
		}
		if (this.calls == null) {
			calls.add(this);
			this.calls = calls;
		}
		if (request()) {
			dispatch();
		}
	}

	@Override
	protected boolean submit() {
		return this.context.runtime().tryExecute(Work.CLOSE, this);
	}

	@Override
	protected void perform() {
		if (this.phase == Phase.REPORTED) {
			runAction();
		}
		AbandonedCalls calls = this.calls;
		if (calls != null && calls.contains(this)) {
			this.context.feed(new Input.AbandonReturned<>(this.generation));
			calls.remove(this);
		}
	}

	private void runAction() {
		AbandonedCalls calls = this.calls;
		// Entered before it counts as called: there may be no memory for the scope.
		CallbackScope scope = CallbackScope.enter(this.context);
		this.phase = Phase.CALLED;
		try {
			if (calls != null) {
				calls.hangs(this, Thread.currentThread(), this.context.runtime().nanos());
			}
			UncaughtFailures.catchAll(this.action);
		}
		finally {
			try {
				scope.exit();
			}
			finally {
				if (calls != null) {
					calls.returned(this);
				}
			}
		}
	}

	@Override
	public String toString() {
		return "action that aborts attempt of connection '%s'".formatted(this.context.name());
	}

}
