package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.connectionmanager.testing.RecordingListener;
import io.connectionmanager.testing.RecordingSubscriber;

import static io.connectionmanager.ConnectionState.CLOSED;
import static io.connectionmanager.ConnectionState.CONNECTED;
import static io.connectionmanager.ConnectionState.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promises 1, 27 and 28: a supplied worker that has no thread, or no room, for a while.
 */
class SuppliedWorkerTests extends InVirtualTime {

	private static final Duration A_WHILE = Duration.ofSeconds(10);

	private static final Duration A_MINUTE = Duration.ofMinutes(1);

	private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Worker worker = new Worker(this.time.worker());

	private final List<RecordingSubscriber<String>> subscribers = List.of(new RecordingSubscriber<>(),
			new RecordingSubscriber<>(), new RecordingSubscriber<>());

	/** Who has called the connector, subscribers or listeners. */
	private final Queue<Thread> callers = new ConcurrentLinkedQueue<>();

	private static Stream<Throwable> refusals() {
		return Stream.of(new OutOfMemoryError("unable to create native thread, played"),
				new RejectedExecutionException("played"));
	}

	@ParameterizedTest
	@MethodSource("refusals")
	@DisplayName("Promise 28: no worker at the moment of a loss costs a delay")
	void a_loss_that_finds_no_worker_is_made_up_for(Throwable refusal) {
		ConnectionManager<String> manager = start(onWorker());
		this.worker.refuse(refusal);
		this.connector.lastAttempt().disconnected(FAILURE);
		assertThat(manager.isConnected()).isFalse();
		advance(A_WHILE);
		this.worker.recover();
		advance(A_MINUTE);
		assertAllIsWell(manager);
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(this.subscribers)
			.allSatisfy((subscriber) -> assertThat(subscriber.told()).containsExactly("+c1", "-c1", "+c2"));
	}

	@ParameterizedTest
	@MethodSource("refusals")
	@DisplayName("Promise 28: no worker at the moment that the connection is up costs a delay")
	void a_connection_that_finds_no_worker_is_announced_later(Throwable refusal) {
		this.connector.then((attempt) -> {
			this.worker.refuse(refusal);
			attempt.connected();
			return this.connector.connection();
		});
		ConnectionManager<String> manager = start(onWorker());
		advance(A_WHILE);
		this.worker.recover();
		advance(A_MINUTE);
		assertAllIsWell(manager);
	}

	@ParameterizedTest
	@MethodSource("refusals")
	@DisplayName("Promise 28: no worker at the moment of a start, of an attempt and of its timeout costs a delay")
	void a_start_that_finds_no_worker_is_made_up_for(Throwable refusal) {
		this.worker.refuse(refusal);
		ConnectionManager<String> manager = start(onWorker());
		advance(A_WHILE);
		this.worker.recover();
		this.connector.neverReady();
		advance(A_WHILE);
		this.worker.refuse(refusal);
		advance(A_MINUTE);
		this.worker.recover();
		advance(A_MINUTE);
		assertAllIsWell(manager);
	}

	@ParameterizedTest
	@MethodSource("refusals")
	@DisplayName("Promise 27: a stop needs no free worker")
	void a_stop_that_finds_no_worker_is_over_when_the_drain_timeout_is(Throwable refusal) {
		ConnectionManager<String> manager = start(onWorker());
		this.worker.refuse(refusal);
		CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
		assertThat(manager.snapshot().state()).isEqualTo(STOPPED);
		assertThat(manager.isConnected()).isFalse();
		advance(DRAIN_TIMEOUT.plusSeconds(5));
		assertThat(stopped).succeedsWithin(PATIENCE);
		this.worker.recover();
		// The thread that has completed the stage is real, and may be about to set a
		// timer.
		Awaitility.await().untilAsserted(() -> {
			advance(A_MINUTE);
			assertThat(this.connector.closed()).containsExactly("c1");
		});
		assertThat(this.subscribers)
			.allSatisfy((subscriber) -> assertThat(subscriber.told()).containsExactly("+c1", "-c1"));
		assertCalledOnWorkers();
		manager.start();
		advance(A_MINUTE);
		assertAllIsWell(manager);
	}

	@Test
	@DisplayName("Promise 27: a stop needs no free worker")
	void a_stop_whose_tasks_are_never_begun_is_over_when_the_drain_timeout_is() {
		ConnectionManager<String> manager = start(onWorker());
		this.worker.hold();
		CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
		assertThat(manager.snapshot().state()).isEqualTo(STOPPED);
		assertThat(manager.isConnected()).isFalse();
		advance(DRAIN_TIMEOUT.plusSeconds(5));
		assertThat(stopped).succeedsWithin(PATIENCE);
		this.worker.recover();
		advance(A_MINUTE);
		assertThat(this.connector.closed()).containsExactly("c1");
		assertCalledOnWorkers();
	}

	@Test
	@DisplayName("Promise 27: closing needs no free worker, and what is due is made up for")
	void a_close_that_finds_no_worker_returns() {
		ConnectionManager<String> manager = start(onWorker());
		this.worker.refuse(new RejectedExecutionException("played"));
		CompletableFuture<Void> closed = CompletableFuture.runAsync(manager::close);
		Awaitility.await().atMost(PATIENCE).until(() -> {
			advance(Duration.ofMillis(100));
			return closed.isDone() && manager.snapshot().state() == CLOSED;
		});
		this.worker.recover();
		advance(A_MINUTE);
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(this.subscribers)
			.allSatisfy((subscriber) -> assertThat(subscriber.told()).containsExactly("+c1", "-c1"));
		assertThat(this.listener.states()).endsWith(CLOSED);
	}

	@Test
	@DisplayName("Promise 1: a worker that is full has close run later, but neither by the timer nor by who signalled")
	void a_full_pool_is_waited_for() {
		CountDownLatch room = new CountDownLatch(1);
		Queue<Thread> closers = new ConcurrentLinkedQueue<>();
		Queue<ConnectionAttempt> attempts = new ConcurrentLinkedQueue<>();
		Connector<Integer> connector = Connector.blocking((attempt) -> {
			attempts.add(attempt);
			return attempts.size();
		}, (connection) -> closers.add(Thread.currentThread()));
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1),
				(task) -> daemon("full-pool", task), new ThreadPoolExecutor.AbortPolicy());
		ScheduledExecutorService timer = Executors
			.newSingleThreadScheduledExecutor((task) -> daemon("supplied-timer", task));
		ConnectionRuntime runtime = ConnectionRuntime.builder().worker(pool).timer((task, nanos) -> {
			ScheduledFuture<?> scheduled = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
			return () -> scheduled.cancel(false);
		}).build();
		RecordingListener transitions = new RecordingListener();
		RecordingSubscriber<Integer> subscriber = new RecordingSubscriber<>();
		ConnectionManager<Integer> manager = ConnectionManager.builder("prices", connector)
			.reconnectAfter(Duration.ofMillis(50))
			.subscriber(subscriber)
			.listener(transitions)
			.runtime(runtime)
			.start();
		try {
			awaitConnected(manager, subscriber, transitions);
			int first = manager.requireConnection();
			fill(pool, room);
			attempts.element().disconnected(FAILURE);
			assertThat(manager.isConnected()).isFalse();
			room.countDown();
			awaitConnected(manager, subscriber, transitions);
			Awaitility.await().atMost(PATIENCE).until(() -> closers.size() == attempts.size() - 1);
			assertThat(manager.requireConnection()).isNotEqualTo(first);
			assertThat(closers).describedAs("who has closed")
				.doesNotContain(Thread.currentThread())
				.noneMatch((thread) -> thread.getName().equals("supplied-timer"));
			assertThat(subscriber.told()).startsWith("+" + first, "-" + first);
		}
		finally {
			room.countDown();
			manager.close();
			pool.shutdown();
			timer.shutdown();
		}
	}

	private static void awaitConnected(ConnectionManager<Integer> manager, RecordingSubscriber<Integer> subscriber,
			RecordingListener transitions) {
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> manager.isConnected() && subscriber.told().contains("+" + manager.requireConnection())
					&& transitions.states().contains(CONNECTED)
					&& transitions.states().lastIndexOf(CONNECTED) == transitions.states().size() - 1);
	}

	/**
	 * Takes the pool's only thread, and then the only place in its queue.
	 */
	private static void fill(ThreadPoolExecutor pool, CountDownLatch room) {
		CountDownLatch taken = new CountDownLatch(1);
		executeInTheEnd(pool, () -> {
			taken.countDown();
			awaitUninterruptibly(room);
		});
		Awaitility.await().atMost(PATIENCE).until(() -> taken.getCount() == 0);
		executeInTheEnd(pool, () -> {
		});
	}

	private static void executeInTheEnd(ThreadPoolExecutor pool, Runnable task) {
		Awaitility.await().atMost(PATIENCE).until(() -> {
			try {
				pool.execute(task);
				return true;
			}
			catch (RejectedExecutionException ex) {
				return false;
			}
		});
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		boolean interrupted = false;
		while (true) {
			try {
				latch.await();
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private static Thread daemon(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

	private ConnectionManager.Builder<String> onWorker() {
		this.connector.onClose((connection) -> this.callers.add(Thread.currentThread()));
		ConnectionManager.Builder<String> builder = manager()
			.runtime(this.time.runtimeBuilder().worker(this.worker).build())
			.listener((transition) -> this.callers.add(Thread.currentThread()));
		this.subscribers.forEach(builder::subscriber);
		return builder;
	}

	private void assertAllIsWell(ConnectionManager<String> manager) {
		assertThat(manager.snapshot().state()).isEqualTo(CONNECTED);
		String connection = manager.requireConnection();
		assertThat(this.connector.open()).containsExactly(connection);
		assertThat(this.subscribers)
			.allSatisfy((subscriber) -> assertThat(subscriber.told()).endsWith("+" + connection));
		assertCalledOnWorkers();
		assertSeenOnceAndInOrder(this.listener.transitions());
	}

	/** This thread lets time pass, and signals. */
	private void assertCalledOnWorkers() {
		assertThat(this.callers).describedAs("who has called the connector and the listeners")
			.doesNotContain(Thread.currentThread());
	}

	private static void assertSeenOnceAndInOrder(List<ConnectionTransition> transitions) {
		ConnectionState state = STOPPED;
		for (ConnectionTransition transition : transitions) {
			assertThat(transition.from()).isEqualTo(state);
			state = transition.to();
		}
		assertThat(state).isEqualTo(CONNECTED);
	}

	/**
	 * Workers that can be out of threads, or out of room.
	 */
	private static final class Worker implements Executor {

		private final Executor workers;

		private final Queue<Runnable> held = new ArrayDeque<>();

		private Throwable refusal;

		private boolean holds;

		private Worker(Executor workers) {
			this.workers = workers;
		}

		synchronized void refuse(Throwable refusal) {
			this.refusal = refusal;
		}

		synchronized void hold() {
			this.holds = true;
		}

		synchronized void recover() {
			this.refusal = null;
			this.holds = false;
			this.held.forEach(this.workers::execute);
			this.held.clear();
		}

		@Override
		public synchronized void execute(Runnable task) {
			if (this.refusal instanceof Error error) {
				throw error;
			}
			if (this.refusal instanceof RuntimeException exception) {
				throw exception;
			}
			if (this.holds) {
				this.held.add(task);
			}
			else {
				this.workers.execute(task);
			}
		}

	}

}
