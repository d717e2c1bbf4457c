package io.connectionmanager.testing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * An executor that runs tasks one at a time and in order, each on its own thread, so that
 * a test has the same result every time. A task that pauses gives way to others, and
 * continues when it has its turn again.
 */
final class DeterministicExecutor {

	/**
	 * The number of waits in a row without a change, so that a spurious wake-up does not
	 * count.
	 */
	private static final int WAITS = 4;

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "virtual-time-worker");
		thread.setDaemon(true);
		return thread;
	});

	/** Whether the current thread has the turn. */
	private final ThreadLocal<Boolean> isMine = ThreadLocal.withInitial(() -> false);

	/** The maximum real time to wait for a task that does not end. */
	private final Duration patience;

	// Everything below is guarded by this.

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<Pause> pauses = new ArrayList<>();

	private boolean taken;

	/** The number of changes so far, which distinguishes slow from stuck. */
	private long changes;

	DeterministicExecutor(Duration patience) {
		this.patience = patience;
	}

	synchronized void execute(Runnable task) {
		this.tasks.add(task);
		give();
	}

	/**
	 * Runs an action on this thread, while no task runs.
	 * @param action the action
	 */
	void runAlone(Runnable action) {
		if (this.isMine.get()) {
			action.run();
			return;
		}
		synchronized (this) {
			await(() -> !this.taken, "No pause between tasks");
			this.taken = true;
		}
		runAndYield(action);
	}

	/**
	 * Waits until no task is running or able to run.
	 */
	synchronized void settle() {
		await(() -> !this.taken && this.tasks.isEmpty() && this.pauses.stream().noneMatch(Pause::isOver),
				"Not settled");
	}

	synchronized int paused() {
		return this.pauses.size();
	}

	void close() {
		this.threads.shutdown();
	}

	/**
	 * Blocks the current thread until a gate is open.
	 * @param gate the gate
	 * @throws InterruptedException if the thread is interrupted while waiting
	 */
	void pass(VirtualTime.Gate gate) throws InterruptedException {
		Pause pause;
		synchronized (this) {
			if (gate.isOpen) {
				return;
			}
			pause = new Pause(Thread.currentThread(), gate, this.isMine.get());
			this.pauses.add(pause);
			if (pause.needsTurn) {
				yieldTurn();
			}
		}
		// Parked rather than waiting on this: only the thread whose turn it is wakes up.
		while (!pause.isOver()) {
			LockSupport.park(this);
		}
		boolean interrupted;
		synchronized (this) {
			interrupted = !pause.over;
			pause.over = true;
			give();
		}
		if (interrupted) {
			// The exception stands for the interrupt from here on.
			Thread.interrupted();
		}
		awaitTurn(pause);
		synchronized (this) {
			this.pauses.remove(pause);
			changed();
		}
		if (interrupted) {
			throw new InterruptedException();
		}
	}

	synchronized void open(VirtualTime.Gate gate) {
		gate.isOpen = true;
		this.pauses.stream().filter((pause) -> pause.gate == gate).forEach(Pause::end);
		give();
	}

	/**
	 * Gives the turn to the first thread whose pause is over, otherwise to the next task.
	 */
	private synchronized void give() {
		if (!this.taken) {
			Pause ended = this.pauses.stream()
				.filter((pause) -> pause.needsTurn && pause.isOver())
				.findFirst()
				.orElse(null);
			if (ended != null) {
				this.taken = true;
				ended.hasTurn = true;
				LockSupport.unpark(ended.thread);
			}
			else if (!this.tasks.isEmpty()) {
				Runnable task = this.tasks.remove();
				this.threads.execute(() -> runAndYield(task));
				this.taken = true;
			}
		}
		changed();
	}

	private void runAndYield(Runnable task) {
		this.isMine.set(true);
		try {
			task.run();
		}
		finally {
			this.isMine.set(false);
			yieldTurn();
		}
	}

	private synchronized void yieldTurn() {
		this.taken = false;
		give();
	}

	private void awaitTurn(Pause pause) {
		boolean interrupted = false;
		while (pause.needsTurn && !pause.hasTurn) {
			LockSupport.park(this);
			interrupted |= Thread.interrupted();
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized void await(BooleanSupplier condition, String complaint) {
		if (this.isMine.get()) {
			throw new IllegalStateException("Called from a task, which would wait for itself");
		}
		int waits = 0;
		while (!condition.getAsBoolean()) {
			if (waits == WAITS) {
				throw new AssertionError("%s after %d ms of real time: is a task blocked other than at a gate?"
					.formatted(complaint, this.patience.toMillis()));
			}
			long seen = this.changes;
			try {
				wait(this.patience.toMillis() / WAITS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new AssertionError("Interrupted", ex);
			}
			waits = (seen == this.changes) ? waits + 1 : 0;
		}
	}

	private synchronized void changed() {
		this.changes++;
		notifyAll();
	}

	private static final class Pause {

		private final Thread thread;

		private final VirtualTime.Gate gate;

		/** Whether the thread had the turn, and continues only when it has it again. */
		private final boolean needsTurn;

		private volatile boolean over;

		private volatile boolean hasTurn;

		Pause(Thread thread, VirtualTime.Gate gate, boolean needsTurn) {
			this.thread = thread;
			this.gate = gate;
			this.needsTurn = needsTurn;
		}

		void end() {
			this.over = true;
			LockSupport.unpark(this.thread);
		}

		boolean isOver() {
			return this.over || this.thread.isInterrupted();
		}

	}

}
