package io.connectionmanager.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.engine.machine.Input;
import io.connectionmanager.engine.notify.ConnectionHandle;
import io.connectionmanager.engine.runtime.CallbackScope;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.UncaughtFailures;
import io.connectionmanager.engine.runtime.Work;

/**
 * The closing of one connection, on a worker. Where it is interrupted by an error it goes
 * on from the latest phase; {@code close} itself is called once.
 *
 * @param <C> the type of the connection
 */
final class CloseTask<C> extends SerialTask {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	/** How far it has come. */
	private enum Phase {

		REQUESTED, REPORTED, CALLED, RETURNED

	}

	private final ManagerContext<C> context;

	private final Consumer<CloseTask<C>> removal;

	private final ConnectionHandle<C> handle;

	/** Belongs to the running thread. */
	private Phase phase = Phase.REQUESTED;

	/** When it was called, by the ticker, for those who wait for it. */
	private volatile long calledAt;

	private volatile boolean called;

	/** Guarded by this. */
	private List<Runnable> whenReturned = List.of();

	/** Guarded by this. */
	private boolean returned;

	@Nullable CloseTask<C> next;

	/**
	 * Creates the closing of a connection.
	 * @param context the manager
	 * @param handle the connection
	 * @param removal takes note that the connection is closed
	 */
	CloseTask(ManagerContext<C> context, ConnectionHandle<C> handle, Consumer<CloseTask<C>> removal) {
		super(false);
		this.context = context;
		this.removal = removal;
		this.handle = handle;
	}

	ConnectionHandle<C> handle() {
		return this.handle;
	}

	@Override
	protected boolean submit() {
		return this.context.runtime().tryExecute(Work.CLOSE, this);
	}

	@Override
	protected void perform() {
		if (this.phase == Phase.REQUESTED) {
			this.calledAt = this.context.runtime().nanos();
			this.called = true;
			this.context.feed(new Input.CloseCalled<>(this.handle.generation()));
			this.phase = Phase.REPORTED;
		}
		if (this.phase == Phase.REPORTED) {
			close();
		}
		if (this.phase == Phase.CALLED) {
			this.removal.accept(this);
			this.context.feed(new Input.CloseReturned<>(this.handle.generation()));
			this.phase = Phase.RETURNED;
			notifyReturned();
		}
	}

	private void close() {
		CallbackScope scope = CallbackScope.enter(this.context);
		this.phase = Phase.CALLED;
		try {
			this.context.connector().close(this.handle.connection());
		}
		catch (Throwable ex) {
			UncaughtFailures.catchAll(() -> logger.warn("Connection '{}': closing failed", this.context.name(),
					this.context.masking().mask(ex)));
		}
		finally {
			scope.exit();
		}
	}

	private void notifyReturned() {
		List<Runnable> actions;
		synchronized (this) {
			this.returned = true;
			actions = this.whenReturned;
			this.whenReturned = List.of();
		}
		actions.forEach(UncaughtFailures::catchAll);
	}

	/**
	 * Has an action run when {@code close} has returned, at once if it has.
	 * @param action the action
	 */
	void whenReturned(Runnable action) {
		synchronized (this) {
			if (!this.returned) {
				List<Runnable> longer = new ArrayList<>(this.whenReturned);
				longer.add(action);
				this.whenReturned = longer;
				return;
			}
		}
		action.run();
	}

	/**
	 * Returns whether {@code close} was called so long ago that nobody waits for it.
	 * @param patienceNanos how long one waits
	 * @return whether it hangs
	 */
	boolean hasHungFor(long patienceNanos) {
		return this.called && this.context.runtime().nanos() - this.calledAt >= patienceNanos;
	}

	@Override
	public String toString() {
		return "closing of the " + this.handle;
	}

}
