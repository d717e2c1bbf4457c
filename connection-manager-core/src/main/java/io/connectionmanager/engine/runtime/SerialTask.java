package io.connectionmanager.engine.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * A task that runs on one thread at a time, and runs again if it was requested meanwhile.
 * A request that its executor rejects or loses is {@link #isLost() repeated}.
 * <p>
 * {@code status} is a set of bits:
 * <table>
 * <caption>Bits</caption>
 * <tr>
 * <td>{@link #QUEUED}</td>
 * <td>the task is due: it was submitted to its executor, or has to be submitted
 * again</td>
 * </tr>
 * <tr>
 * <td>{@link #RUNNING}</td>
 * <td>a thread runs the task; excludes {@code QUEUED}</td>
 * </tr>
 * <tr>
 * <td>{@link #AGAIN}</td>
 * <td>requested while running: the thread checks again before it leaves</td>
 * </tr>
 * <tr>
 * <td>{@link #REFUSED}</td>
 * <td>queued, but rejected by the executor: to be submitted again</td>
 * </tr>
 * <tr>
 * <td>{@link #LOOK} and above</td>
 * <td>a number: how many looks have found the task queued</td>
 * </tr>
 * </table>
 */
public abstract class SerialTask implements Runnable {

	private static final int QUEUED = 1;

	private static final int RUNNING = 2;

	private static final int AGAIN = 4;

	private static final int REFUSED = 8;

	private static final int LOOK = 16;

	private static final int MOST_LOOKS = 1 << 24;

	private static final VarHandle STATUS;

	static {
		try {
			STATUS = MethodHandles.lookup().findVarHandle(SerialTask.class, "status", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile int status;

	/**
	 * Creates a task.
	 * @param held whether the creating thread holds it and will call {@link #performHeld}
	 */
	protected SerialTask(boolean held) {
		this.status = held ? RUNNING : 0;
	}

	/**
	 * Does the work, or part of it. Called again as long as there are requests.
	 */
	protected abstract void perform();

	/**
	 * Submits this task to its executor.
	 * @return whether the executor accepted it
	 */
	protected abstract boolean submit();

	/**
	 * Requests a run of this task.
	 * @return whether it was idle, so that the caller has to {@link #dispatch()} it
	 */
	public final boolean request() {
		while (true) {
			int now = this.status;
			if ((now & (QUEUED | AGAIN)) != 0) {
				return false;
			}
			boolean idle = now == 0;
			if (STATUS.compareAndSet(this, now, idle ? QUEUED : now | AGAIN)) {
				return idle;
			}
		}
	}

	/**
	 * Submits this task, which has been requested, to its executor.
	 * @return whether the executor accepted it; if not, {@link #isLost()} leads to
	 * another submission
	 */
	public final boolean dispatch() {
		boolean accepted = false;
		try {
			accepted = submit();
		}
		finally {
			if (!accepted) {
				refused();
			}
		}
		return accepted;
	}

	@Override
	public final void run() {
		if (!begin()) {
			// Submitted twice, because the first submission seemed to be lost.
			return;
		}
		boolean done = false;
		try {
			do {
				perform();
			}
			while (!rest());
			done = true;
		}
		finally {
			if (!done) {
				this.status = QUEUED | REFUSED;
			}
		}
	}

	private boolean begin() {
		int now;
		do {
			now = this.status;
			if ((now & QUEUED) == 0) {
				return false;
			}
		}
		while (!STATUS.compareAndSet(this, now, RUNNING));
		return true;
	}

	/**
	 * Leaves the task, unless it was requested meanwhile.
	 * @return {@code false} if it was requested, and the caller has to run it again
	 */
	private boolean rest() {
		if (STATUS.compareAndSet(this, RUNNING, 0)) {
			return true;
		}
		Executor executor = executorOfNextRun();
		if (executor == null) {
			return !STATUS.compareAndSet(this, RUNNING | AGAIN, RUNNING);
		}
		return STATUS.compareAndSet(this, RUNNING | AGAIN, QUEUED)
				&& (new NextRun(this).isAcceptedBy(executor) || !begin());
	}

	/**
	 * Returns who runs this task again if it was requested while it was running.
	 * @return the executor, where others that were requested before have their turn
	 * first; {@code null} if the same thread goes on at once, as it also does where the
	 * executor refuses
	 */
	protected @Nullable Executor executorOfNextRun() {
		return null;
	}

	/**
	 * Does some work on the thread that holds this task. Requests made meanwhile are left
	 * to the executor.
	 * @param work the work
	 */
	protected final void performHeld(Runnable work) {
		boolean done = false;
		try {
			work.run();
			done = true;
		}
		finally {
			if (!done) {
				this.status = QUEUED | REFUSED;
			}
		}
		if (!STATUS.compareAndSet(this, RUNNING, 0) && STATUS.compareAndSet(this, RUNNING | AGAIN, QUEUED)) {
			dispatch();
		}
	}

	/**
	 * Takes hold of this task if it is idle.
	 * @return whether the current thread now holds it, and has to call
	 * {@link #performHeld}
	 */
	protected final boolean tryHold() {
		return STATUS.compareAndSet(this, 0, RUNNING);
	}

	/**
	 * Returns whether this task is neither running nor requested.
	 * @return whether it is idle
	 */
	public final boolean isIdle() {
		return this.status == 0;
	}

	/**
	 * Returns whether this task is due and no thread has begun to run it.
	 * @return whether it is queued
	 */
	public final boolean isQueued() {
		return (this.status & QUEUED) != 0;
	}

	/**
	 * Looks after a request that the executor has refused, or may have lost: one that is
	 * found queued by two looks, by four, by eight and so on. An executor that is merely
	 * busy is so asked ever more rarely. Called now and then, by one thread at a time.
	 * @return whether the caller has to {@link #dispatch()} this task once more
	 */
	public final boolean isLost() {
		int now = this.status;
		if ((now & QUEUED) == 0) {
			return false;
		}
		if ((now & REFUSED) != 0) {
			return STATUS.compareAndSet(this, now, QUEUED);
		}
		int looks = Math.min(now / LOOK + 1, MOST_LOOKS);
		return STATUS.compareAndSet(this, now, QUEUED | looks * LOOK) && looks > 1 && Integer.bitCount(looks) == 1;
	}

	private void refused() {
		int now = this.status;
		while ((now & QUEUED) != 0 && !STATUS.compareAndSet(this, now, QUEUED | REFUSED)) {
			now = this.status;
		}
	}

	/**
	 * Another run of a task. An executor that runs it on the thread that asks does not
	 * count as one: the thread goes on by itself, so that there is no recursion.
	 */
	private static final class NextRun implements Runnable {

		private final SerialTask task;

		private final Thread asking = Thread.currentThread();

		/** Whether the executor has returned; touched by the asking thread only. */
		private boolean asked;

		private boolean calledAtOnce;

		NextRun(SerialTask task) {
			this.task = task;
		}

		private boolean isAcceptedBy(Executor executor) {
			try {
				executor.execute(this);
			}
			catch (Throwable ex) {
				return false;
			}
			finally {
				this.asked = true;
			}
			return !this.calledAtOnce;
		}

		@Override
		public void run() {
			if (Thread.currentThread() == this.asking && !this.asked) {
				this.calledAtOnce = true;
			}
			else {
				this.task.run();
			}
		}

		@Override
		public String toString() {
			return this.task.toString();
		}

	}

}
