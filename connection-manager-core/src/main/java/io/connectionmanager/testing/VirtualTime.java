package io.connectionmanager.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRuntime;

/**
 * Time that moves only when told, and the {@link ConnectionRuntime} that lives in it.
 * <pre class="code">
 * try (VirtualTime time = new VirtualTime()) {
 *     ConnectionManager&lt;Feed&gt; manager = ConnectionManager.builder("prices", connector)
 *         .runtime(time.runtime())
 *         .start();
 *     time.settle();                            // all that can happen now has happened
 *     time.advance(Duration.ofSeconds(2));      // and now all of the next two seconds
 *     assertThat(manager.isConnected()).isTrue();
 *     manager.close();
 * }                                             // fails if a timer or a task was left behind
 * </pre>
 * <p>
 * Workers are real threads, but only one of them runs at a time, in the order in which
 * tasks came, so that a test has the same result each time. A task that is to block does
 * so on a {@link Gate} or in {@link #sleep(Duration)}, and steps aside for the others; an
 * interrupt ends that. Delays come without jitter unless {@link #randomness(double)} says
 * otherwise. Safe for use by many threads.
 */
public final class VirtualTime implements AutoCloseable {

	private static final Instant BEGINNING = Instant.parse("2030-01-01T00:00:00Z");

	/** How long to wait, in real time, for a task that does not come to an end. */
	private static final Duration PATIENCE = Duration.ofSeconds(20);

	/**
	 * So many waits in a row without a change, lest one that ends for no reason counts.
	 */
	private static final int WAITS = 4;

	/** So many alarms at one moment, and time is not going to move on. */
	private static final int TOO_MANY_AT_ONCE = 100_000;

	private final Duration patience;

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "virtual-time-worker");
		thread.setDaemon(true);
		return thread;
	});

	/** Whether the current thread has the floor. */
	private final ThreadLocal<Boolean> hasFloor = ThreadLocal.withInitial(() -> false);

	// All that follows is guarded by this.

	private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<Pause> pauses = new ArrayList<>();

	private boolean floorTaken;

	private long now;

	private long alarmsSet;

	/** How often one of these has changed, to tell slow from stuck. */
	private long changes;

	private double randomness;

	/**
	 * Creates a time that stands still.
	 */
	public VirtualTime() {
		this(PATIENCE);
	}

	VirtualTime(Duration patience) {
		this.patience = patience;
	}

	/**
	 * Returns a runtime in this time, without a connect limit to speak of.
	 * @return a new runtime
	 */
	public ConnectionRuntime runtime() {
		return runtimeBuilder().connectLimit(Integer.MAX_VALUE).build();
	}

	/**
	 * Returns a builder of a runtime in this time, to set a connect limit.
	 * @return the builder
	 */
	public ConnectionRuntime.Builder runtimeBuilder() {
		return ConnectionRuntime.builder()
			.worker(worker())
			.timer(this::schedule)
			.ticker(this::nanos)
			.clock(new WallClock())
			.random(this::chance);
	}

	/**
	 * Returns the workers of this time, for whoever is to be called on them.
	 * @return the executor
	 */
	public Executor worker() {
		return this::execute;
	}

	/**
	 * Returns the present moment.
	 * @return the moment
	 */
	public Instant now() {
		return BEGINNING.plusNanos(nanos());
	}

	/**
	 * Sets the random number that stretches delays.
	 * @param randomness from 0 (inclusive; no jitter) to 1 (exclusive)
	 */
	public synchronized void randomness(double randomness) {
		this.randomness = randomness;
	}

	private synchronized double chance() {
		return this.randomness;
	}

	private synchronized long nanos() {
		return this.now;
	}

	/**
	 * Lets time pass, and all happen that is due, each at its moment.
	 * @param span how long
	 */
	public void advance(Duration span) {
		settle();
		long target = after(span.toNanos());
		int atThisMoment = 0;
		long moment = nanos();
		for (Alarm alarm = next(target); alarm != null; alarm = next(target)) {
			atThisMoment = (alarm.due > moment) ? 0 : atThisMoment + 1;
			moment = nanos();
			if (atThisMoment > TOO_MANY_AT_ONCE) {
				throw new AssertionError("Time does not move on: is something repeated without a delay?");
			}
			atOnce(alarm.task);
			settle();
		}
		synchronized (this) {
			this.now = target;
		}
	}

	private synchronized long after(long nanos) {
		long sum = this.now + nanos;
		return (sum < 0) ? Long.MAX_VALUE : sum;
	}

	private synchronized @Nullable Alarm next(long target) {
		Alarm alarm = this.alarms.peek();
		if (alarm == null || alarm.due > target) {
			return null;
		}
		this.now = Math.max(this.now, alarm.due);
		return this.alarms.poll();
	}

	/**
	 * Waits until all has happened that can happen at this moment: no task is left that
	 * runs or could run.
	 * @throws AssertionError if a task does not come to an end in real time
	 */
	public synchronized void settle() {
		await(this::isSettled, "Not settled");
	}

	private boolean isSettled() {
		return !this.floorTaken && this.tasks.isEmpty() && this.pauses.stream().noneMatch(Pause::isOver);
	}

	/**
	 * Does something during which no task runs.
	 * @param action what to do, on this thread
	 */
	public void atOnce(Runnable action) {
		if (this.hasFloor.get()) {
			action.run();
			return;
		}
		synchronized (this) {
			await(() -> !this.floorTaken, "No pause between tasks");
			this.floorTaken = true;
		}
		runAndYield(action);
	}

	/**
	 * Returns how many timers are set.
	 * @return the number
	 */
	public synchronized int pendingTimers() {
		return this.alarms.size();
	}

	/**
	 * Returns how many tasks are blocked at a gate or asleep.
	 * @return the number
	 */
	public synchronized int blockedTasks() {
		return this.pauses.size();
	}

	/**
	 * Returns something to block at.
	 * @return a closed gate
	 */
	public Gate gate() {
		return new Gate();
	}

	/**
	 * Blocks the current thread until time has moved on.
	 * @param span how long
	 * @throws InterruptedException if the thread was interrupted meanwhile
	 */
	public void sleep(Duration span) throws InterruptedException {
		Gate gate = gate();
		Runnable cancellation = schedule(gate::open, span.toNanos());
		try {
			gate.pass();
		}
		finally {
			cancellation.run();
		}
	}

	/**
	 * Ends the worker threads.
	 * @throws AssertionError if a timer is still set or a task still blocked
	 */
	@Override
	public void close() {
		try {
			settle();
		}
		finally {
			this.threads.shutdown();
		}
		if (pendingTimers() > 0 || blockedTasks() > 0) {
			throw new AssertionError(
					"Left behind: %d timers, %d blocked tasks".formatted(pendingTimers(), blockedTasks()));
		}
	}

	// Timer

	synchronized Runnable schedule(Runnable task, long delayNanos) {
		Alarm alarm = new Alarm(after(delayNanos), this.alarmsSet++, task);
		this.alarms.add(alarm);
		return () -> cancel(alarm);
	}

	private synchronized void cancel(Alarm alarm) {
		this.alarms.remove(alarm);
	}

	// Workers. One thread at a time has the floor.

	private synchronized void execute(Runnable task) {
		this.tasks.add(task);
		giveFloor();
	}

	/** Gives the floor to the first whose pause is over, or else to the next task. */
	private synchronized void giveFloor() {
		if (!this.floorTaken) {
			Pause ended = this.pauses.stream()
				.filter((pause) -> pause.needsFloor && pause.isOver())
				.findFirst()
				.orElse(null);
			if (ended != null) {
				this.floorTaken = true;
				ended.hasFloor = true;
			}
			else if (!this.tasks.isEmpty()) {
				Runnable task = this.tasks.remove();
				this.threads.execute(() -> runAndYield(task));
				this.floorTaken = true;
			}
		}
		changed();
	}

	private void runAndYield(Runnable task) {
		this.hasFloor.set(true);
		try {
			task.run();
		}
		finally {
			this.hasFloor.set(false);
			yieldFloor();
		}
	}

	private synchronized void yieldFloor() {
		this.floorTaken = false;
		giveFloor();
	}

	private synchronized void pause(Gate gate) throws InterruptedException {
		if (gate.isOpen) {
			return;
		}
		Pause pause = new Pause(Thread.currentThread(), gate, this.hasFloor.get());
		this.pauses.add(pause);
		if (pause.needsFloor) {
			yieldFloor();
		}
		try {
			while (!pause.over) {
				wait();
			}
		}
		finally {
			pause.over = true;
			giveFloor();
			awaitFloor(pause);
			this.pauses.remove(pause);
			changed();
		}
	}

	private synchronized void awaitFloor(Pause pause) {
		boolean interrupted = false;
		while (pause.needsFloor && !pause.hasFloor) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized void open(Gate gate) {
		gate.isOpen = true;
		this.pauses.stream().filter((pause) -> pause.gate == gate).forEach((pause) -> pause.over = true);
		giveFloor();
	}

	private synchronized void await(BooleanSupplier condition, String complaint) {
		if (this.hasFloor.get()) {
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

	/**
	 * Where threads block until it is opened.
	 */
	public final class Gate {

		/** Guarded by the time. */
		private boolean isOpen;

		private Gate() {
		}

		/**
		 * Blocks the current thread until this gate is opened.
		 * @throws InterruptedException if the thread was interrupted meanwhile
		 */
		public void pass() throws InterruptedException {
			pause(this);
		}

		/**
		 * Opens this gate, for good.
		 */
		public void open() {
			VirtualTime.this.open(this);
		}

	}

	private static final class Pause {

		private final Thread thread;

		private final Gate gate;

		/** Whether the thread had the floor, and goes on only when it has it again. */
		private final boolean needsFloor;

		private boolean over;

		private boolean hasFloor;

		Pause(Thread thread, Gate gate, boolean needsFloor) {
			this.thread = thread;
			this.gate = gate;
			this.needsFloor = needsFloor;
		}

		boolean isOver() {
			return this.over || this.thread.isInterrupted();
		}

	}

	private record Alarm(long due, long number, Runnable task) implements Comparable<Alarm> {

		private static final Comparator<Alarm> ORDER = Comparator.comparingLong(Alarm::due)
			.thenComparingLong(Alarm::number);

		@Override
		public int compareTo(Alarm other) {
			return ORDER.compare(this, other);
		}

	}

	private final class WallClock extends Clock {

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return now();
		}

	}

}
