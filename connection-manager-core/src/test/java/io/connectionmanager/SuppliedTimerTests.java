package io.connectionmanager;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promises 17 and 23: a supplied timer that has a lock of its own.
 */
class SuppliedTimerTests {

	private static final int ENOUGH = 4_000;

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "supplied-timer-test-timer");
		thread.setDaemon(true);
		return thread;
	});

	/** Has another thread do something, and waits until it has. */
	private final Rendezvous rendezvous = new Rendezvous();

	@AfterEach
	void no_thread_is_left_behind() {
		this.timer.shutdownNow();
	}

	@Test
	@DisplayName("Promise 17: nothing that another thread needs is locked while a task is scheduled")
	void others_go_on_while_a_task_is_scheduled() {
		try (ConnectionRuntime runtime = limited((task, nanos) -> {
			this.rendezvous.run();
			return schedule(task, nanos);
		}, 2)) {
			ConnectionManager<String> first = manager(runtime).start();
			Awaitility.await().atMost(PATIENCE).until(first::isConnected);
			List<ConnectionManager<String>> others = others(runtime);
			// The slot of this moment is taken, so that this one has to wait for the
			// next.
			ConnectionManager<String> second = manager(runtime).start();
			first.connectionLost("c", null);
			Awaitility.await().atMost(PATIENCE).until(second::isConnected);
			others.forEach(ConnectionManager::start);
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> first.isConnected() && others.stream().allMatch(ConnectionManager::isConnected));
			assertThat(this.rendezvous.results()).isNotEmpty().doesNotContain(false);
			others.forEach(ConnectionManager::close);
			List.of(first, second).forEach(ConnectionManager::close);
		}
	}

	@Test
	@DisplayName("Promise 28: a timer that fails for a while costs a delay")
	void a_timer_that_works_again_finds_its_managers() {
		AtomicBoolean failing = new AtomicBoolean();
		ConnectionRuntime runtime = ConnectionRuntime.builder().timer((task, nanos) -> {
			if (failing.get()) {
				throw new RejectedExecutionException("on purpose");
			}
			return schedule(task, nanos);
		}).build();
		ConnectionManager<String> manager = manager(runtime).start();
		Awaitility.await().atMost(PATIENCE).until(manager::isConnected);
		failing.set(true);
		manager.connectionLost("c", null);
		assertThat(manager.isConnected()).isFalse();
		failing.set(false);
		Awaitility.await().atMost(PATIENCE).until(manager::isConnected);
		manager.close();
		runtime.close();
	}

	@Test
	@DisplayName("Promise 17: a manager may be closed from inside a timer, which does not wait for itself")
	void closing_inside_a_timer_does_not_wait() {
		AtomicReference<ConnectionManager<String>> closing = new AtomicReference<>();
		AtomicBoolean inside = new AtomicBoolean();
		ConnectionRuntime runtime = ConnectionRuntime.builder().timer((task, nanos) -> {
			ConnectionManager<String> manager = closing.getAndSet(null);
			if (manager != null) {
				inside.set(true);
				manager.close();
				inside.set(false);
			}
			return schedule(task, nanos);
		}).build();
		ConnectionManager<String> manager = ConnectionManager
			.builder("prices", Connector.<String>blocking((attempt) -> {
				throw new IllegalStateException("refused");
			}))
			.settings(ConnectionSettings.builder().drainTimeout(Duration.ofHours(1)).build())
			.runtime(runtime)
			.build();
		closing.set(manager);
		manager.start();
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> manager.snapshot().state() == ConnectionState.CLOSED && !inside.get());
		runtime.close();
	}

	@Test
	@DisplayName("Promise 17: nor while one is cancelled")
	void others_go_on_while_a_task_is_cancelled() {
		try (ConnectionRuntime runtime = limited((task, nanos) -> {
			Runnable cancellation = schedule(task, nanos);
			return () -> {
				this.rendezvous.run();
				cancellation.run();
			};
		}, 0.1)) {
			ConnectionManager<String> first = manager(runtime).start();
			Awaitility.await().atMost(PATIENCE).until(first::isConnected);
			ConnectionManager<String> waiting = manager(runtime).start();
			List<ConnectionManager<String>> others = others(runtime);
			waiting.stop();
			first.stop();
			waiting.start();
			waiting.stop();
			assertThat(this.rendezvous.results()).doesNotContain(false);
			others.forEach(ConnectionManager::close);
			List.of(first, waiting).forEach(ConnectionManager::close);
		}
	}

	/** So few attempts in a second that the next one has to wait. */
	private static ConnectionRuntime limited(ConnectionRuntime.Timer timer, double perSecond) {
		return ConnectionRuntime.builder().virtualThreads(false).timer(timer).connectRate(perSecond).build();
	}

	/**
	 * Returns managers that are going to be started at a rendezvous each.
	 */
	private List<ConnectionManager<String>> others(ConnectionRuntime runtime) {
		List<ConnectionManager<String>> others = Stream.generate(() -> manager(runtime).build()).limit(4).toList();
		others.forEach((other) -> this.rendezvous.add(other::start));
		return others;
	}

	private static ConnectionManager.Builder<String> manager(ConnectionRuntime runtime) {
		return ConnectionManager.builder("prices", Connector.blocking((attempt) -> "c", (connection) -> {
		})).reconnectAfter(Duration.ofMillis(10)).runtime(runtime);
	}

	private Runnable schedule(Runnable task, long nanos) {
		ScheduledFuture<?> scheduled = this.timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
		return () -> scheduled.cancel(false);
	}

	@Test
	@DisplayName("Promise 17: a timer that schedules, cancels and runs tasks under its lock does not deadlock")
	void a_timer_with_a_lock_of_its_own_does_not_deadlock() {
		LockingTimer timer = new LockingTimer();
		ConnectionRuntime runtime = ConnectionRuntime.builder()
			.virtualThreads(false)
			.threadNamePrefix("locking-timer-test-")
			.timer(timer)
			.connectLimit(8)
			.connectRate(2_000)
			.build();
		AtomicInteger opens = new AtomicInteger();
		Connector<String> connector = Connector.signalling((attempt) -> {
			if (opens.incrementAndGet() % 2 == 0) {
				throw new IllegalStateException("refused");
			}
			attempt.connected();
			return "c";
		}, (connection) -> {
		});
		List<ConnectionManager<String>> managers = IntStream.range(0, 100)
			.mapToObj((i) -> ConnectionManager.builder("connection-" + i, connector)
				.reconnectAfter(Duration.ofNanos(50_000))
				.subscriber((connection) -> {
					throw new IllegalStateException("never seen");
				})
				.runtime(runtime)
				.build())
			.toList();
		Churn churn = new Churn(managers);
		churn.start();
		Awaitility.await("so many attempts, or a deadlock")
			.atMost(Duration.ofSeconds(45))
			.until(() -> opens.get() >= ENOUGH || !deadlocked().isEmpty());
		assertThat(deadlocked()).isEmpty();
		churn.over = true;
		managers.forEach(ConnectionManager::close);
		timer.close();
		runtime.close();
	}

	private static List<String> deadlocked() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		long[] ids = threads.findDeadlockedThreads();
		return (ids == null) ? List.of()
				: Stream.of(threads.getThreadInfo(ids, true, true))
					.filter((info) -> info != null && info.getThreadName().startsWith("locking-timer-test-"))
					.map(ThreadInfo::toString)
					.toList();
	}

	/**
	 * Has another thread do something, once, while this one is where it is.
	 */
	private static final class Rendezvous {

		private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();

		private final Queue<Boolean> results = new ConcurrentLinkedQueue<>();

		private void add(Runnable action) {
			this.actions.add(action);
		}

		private void run() {
			Runnable action = this.actions.poll();
			if (action != null) {
				Thread thread = new Thread(action, "supplied-timer-test-other");
				thread.setDaemon(true);
				thread.start();
				try {
					thread.join(PATIENCE.toMillis() / 4);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				this.results.add(!thread.isAlive());
			}
		}

		/**
		 * Returns whether the other thread has come to its end, for each time.
		 */
		private List<Boolean> results() {
			return List.copyOf(this.results);
		}

	}

	/**
	 * Loses connections and starts managers, for ever.
	 */
	private static final class Churn {

		private final List<ConnectionManager<String>> managers;

		private volatile boolean over;

		private Churn(List<ConnectionManager<String>> managers) {
			this.managers = managers;
		}

		private void start() {
			for (int i = 0; i < 3; i++) {
				Thread thread = new Thread(this::run, "locking-timer-test-churn-" + i);
				thread.setDaemon(true);
				thread.start();
			}
		}

		private void run() {
			while (!this.over) {
				for (ConnectionManager<String> manager : this.managers) {
					manager.start();
					manager.connection().ifPresent((connection) -> manager.connectionLost(connection, null));
				}
			}
		}

	}

	/**
	 * A timer as many are written: one lock for all, held while a task runs. It gives
	 * other threads the time to want its lock, too.
	 */
	private static final class LockingTimer implements ConnectionRuntime.Timer {

		private final ReentrantLock lock = new ReentrantLock();

		private final Condition changed = this.lock.newCondition();

		private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::due));

		private boolean closed;

		private LockingTimer() {
			Thread thread = new Thread(this::run, "locking-timer-test-timer");
			thread.setDaemon(true);
			thread.start();
		}

		@Override
		public Runnable schedule(Runnable action, long delayNanos) {
			this.lock.lock();
			try {
				Task task = new Task(action, System.nanoTime() + delayNanos);
				this.tasks.add(task);
				this.changed.signal();
				return () -> cancel(task);
			}
			finally {
				this.lock.unlock();
			}
		}

		private void cancel(Task task) {
			this.lock.lock();
			try {
				this.tasks.removeIf((other) -> other == task);
			}
			finally {
				this.lock.unlock();
			}
		}

		private void close() {
			this.lock.lock();
			try {
				this.closed = true;
				this.changed.signal();
			}
			finally {
				this.lock.unlock();
			}
		}

		private void run() {
			this.lock.lock();
			try {
				while (!this.closed) {
					Task next = this.tasks.peek();
					long wait = (next != null) ? next.due - System.nanoTime() : TimeUnit.SECONDS.toNanos(1);
					if (wait > 0) {
						this.changed.awaitNanos(wait);
					}
					else if (next != null) {
						this.tasks.remove();
						awaitRivals();
						next.action.run();
					}
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			finally {
				this.lock.unlock();
			}
		}

		private void awaitRivals() {
			long end = System.nanoTime() + 200_000;
			while (!this.lock.hasQueuedThreads() && System.nanoTime() < end) {
				Thread.onSpinWait();
			}
		}

		private record Task(Runnable action, long due) {
		}

	}

}
