package io.connectionmanager.engine.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class SerialTaskTests {

	private static final Runnable NOTHING = () -> {
	};

	private final ManualExecutor executor = new ManualExecutor();

	@Test
	void whoever_requests_an_idle_task_has_to_dispatch_it_and_nobody_else() {
		Task task = new Task(this.executor, NOTHING);
		assertThat(task.isIdle()).isTrue();
		assertThat(task.request()).isTrue();
		assertThat(task.request()).isFalse();
		assertThat(task.isIdle()).isFalse();
		assertThat(task.isQueued()).isTrue();
		assertThat(task.dispatch()).isTrue();
		this.executor.runAll();
		assertThat(task.performed()).isEqualTo(1);
		assertThat(task.isIdle()).isTrue();
		assertThat(task.request()).isTrue();
	}

	@Test
	void a_request_while_the_task_runs_has_it_look_again_on_the_same_thread() {
		AtomicInteger requests = new AtomicInteger(3);
		Task[] task = new Task[1];
		task[0] = new Task(this.executor, () -> {
			assertThat(task[0].isQueued()).isFalse();
			if (requests.getAndDecrement() > 0) {
				assertThat(task[0].request()).isFalse();
				assertThat(task[0].request()).isFalse();
			}
		});
		task[0].requestAndDispatch();
		this.executor.runNext();
		assertThat(task[0].performed()).isEqualTo(4);
		assertThat(task[0].isIdle()).isTrue();
		assertThat(this.executor.pending()).isZero();
	}

	@Test
	void a_task_that_its_executor_has_got_twice_runs_once() {
		Task task = new Task(this.executor, NOTHING);
		task.requestAndDispatch();
		task.dispatch();
		assertThat(this.executor.pending()).isEqualTo(2);
		this.executor.runAll();
		assertThat(task.performed()).isEqualTo(1);
		task.run();
		assertThat(task.performed()).isEqualTo(1);
	}

	@Test
	void what_an_executor_has_refused_is_to_be_dispatched_at_the_next_look() {
		Task task = new Task(this.executor, NOTHING);
		this.executor.refuse(true);
		assertThat(task.request()).isTrue();
		assertThat(task.dispatch()).isFalse();
		assertThat(task.isQueued()).isTrue();
		assertThat(task.request()).isFalse();
		assertThat(task.isLost()).isTrue();
		assertThat(task.dispatch()).isFalse();
		this.executor.refuse(false);
		assertThat(task.isLost()).isTrue();
		assertThat(task.dispatch()).isTrue();
		this.executor.runAll();
		assertThat(task.performed()).isEqualTo(1);
		assertThat(task.isLost()).isFalse();
	}

	@Test
	void an_executor_that_throws_has_refused() {
		Task task = new Task((refused) -> {
			throw new OutOfMemoryError("on purpose");
		}, NOTHING);
		task.request();
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(task::dispatch);
		assertThat(task.isLost()).isTrue();
	}

	@Test
	void what_an_executor_has_dropped_is_to_be_dispatched_at_the_second_look() {
		Task task = new Task(this.executor, NOTHING);
		task.requestAndDispatch();
		this.executor.dropAll();
		assertThat(task.isLost()).isFalse();
		assertThat(task.isLost()).isTrue();
		task.dispatch();
		// It is given the same time once more.
		assertThat(task.isLost()).isFalse();
		this.executor.runAll();
		assertThat(task.performed()).isEqualTo(1);
		assertThat(task.isLost()).isFalse();
	}

	@Test
	@DisplayName("Promise 28: an executor that is busy, and not faulty, is asked ever more rarely")
	void a_task_that_stays_queued_is_dispatched_ever_more_rarely() {
		Task task = new Task(this.executor, NOTHING);
		task.requestAndDispatch();
		int dispatched = 0;
		for (int look = 1; look <= 4_096; look++) {
			dispatched += task.isLost() ? 1 : 0;
		}
		assertThat(dispatched).isEqualTo(12);
		this.executor.runAll();
		assertThat(task.performed()).isEqualTo(1);
		task.requestAndDispatch();
		this.executor.dropAll();
		assertThat(task.isLost()).isFalse();
		assertThat(task.isLost()).isTrue();
	}

	@Test
	void neither_an_idle_task_nor_one_that_runs_is_lost() {
		Task[] task = new Task[1];
		task[0] = new Task(this.executor, () -> {
			assertThat(task[0].isLost()).isFalse();
			assertThat(task[0].isLost()).isFalse();
		});
		assertThat(task[0].isLost()).isFalse();
		assertThat(task[0].isLost()).isFalse();
		task[0].requestAndDispatch();
		this.executor.runAll();
		assertThat(task[0].performed()).isEqualTo(1);
	}

	@Test
	void a_task_that_throws_is_to_be_run_again() {
		boolean[] fails = { true };
		Task task = new Task(this.executor, () -> {
			if (fails[0]) {
				throw new IllegalStateException("on purpose");
			}
		});
		task.requestAndDispatch();
		assertThatIllegalStateException().isThrownBy(this.executor::runNext);
		assertThat(task.isIdle()).isFalse();
		fails[0] = false;
		assertThat(task.isLost()).isTrue();
		task.dispatch();
		this.executor.runAll();
		assertThat(task.performed()).isEqualTo(2);
		assertThat(task.isIdle()).isTrue();
	}

	@Test
	void who_holds_the_task_keeps_others_from_running_it_and_leaves_their_requests_to_the_executor() {
		Task task = new Task(true, this.executor, NOTHING);
		assertThat(task.isIdle()).isFalse();
		assertThat(task.request()).isFalse();
		assertThat(this.executor.pending()).isZero();
		List<String> done = new ArrayList<>();
		task.performHeldHere(() -> done.add("held"));
		assertThat(done).containsExactly("held");
		assertThat(task.performed()).isZero();
		this.executor.runAll();
		assertThat(task.performed()).isEqualTo(1);
		assertThat(task.isIdle()).isTrue();
	}

	@Test
	void who_holds_the_task_leaves_it_idle_if_there_is_no_request() {
		Task task = new Task(true, this.executor, NOTHING);
		task.performHeldHere(NOTHING);
		assertThat(task.isIdle()).isTrue();
		assertThat(this.executor.pending()).isZero();
	}

	@Test
	void held_work_that_throws_is_left_to_the_executor() {
		Task task = new Task(true, this.executor, NOTHING);
		assertThatIllegalStateException().isThrownBy(() -> task.performHeldHere(() -> {
			throw new IllegalStateException("on purpose");
		}));
		assertThat(task.isLost()).isTrue();
		task.dispatch();
		this.executor.runAll();
		assertThat(task.performed()).isEqualTo(1);
	}

	@Test
	void only_an_idle_task_can_be_held() {
		Task task = new Task(this.executor, NOTHING);
		assertThat(task.tryHoldHere()).isTrue();
		assertThat(task.tryHoldHere()).isFalse();
		task.performHeldHere(NOTHING);
		task.requestAndDispatch();
		assertThat(task.tryHoldHere()).isFalse();
		this.executor.runAll();
		assertThat(task.tryHoldHere()).isTrue();
	}

	@Test
	@Timeout(60)
	void with_many_threads_no_request_is_lost_and_one_thread_runs_the_task_at_a_time() throws InterruptedException {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		AtomicInteger latest = new AtomicInteger();
		// Not safe for use by several threads: that it survives them is the point.
		int[] seen = new int[2];
		Task task = new Task(threads, () -> {
			seen[1]++;
			seen[0] = latest.get();
		});
		try {
			for (int round = 0; round < 20; round++) {
				List<Thread> requesters = new ArrayList<>();
				for (int i = 0; i < 3; i++) {
					requesters.add(new Thread(() -> {
						for (int n = 0; n < 5_000; n++) {
							latest.incrementAndGet();
							task.requestAndDispatch();
						}
					}));
				}
				requesters.forEach(Thread::start);
				for (Thread requester : requesters) {
					requester.join();
				}
				await().until(task::isIdle);
				assertThat(seen[0]).as("what the last look has seen").isEqualTo(latest.get());
				assertThat(seen[1]).isEqualTo(task.performed());
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static final class Task extends SerialTask {

		private final Executor executor;

		private final Runnable work;

		private final AtomicInteger performed = new AtomicInteger();

		Task(Executor executor, Runnable work) {
			this(false, executor, work);
		}

		Task(boolean held, Executor executor, Runnable work) {
			super(held);
			this.executor = executor;
			this.work = work;
		}

		void requestAndDispatch() {
			if (request()) {
				dispatch();
			}
		}

		void performHeldHere(Runnable work) {
			performHeld(work);
		}

		boolean tryHoldHere() {
			return tryHold();
		}

		int performed() {
			return this.performed.get();
		}

		@Override
		protected void perform() {
			this.performed.incrementAndGet();
			this.work.run();
		}

		@Override
		protected boolean submit() {
			try {
				this.executor.execute(this);
				return true;
			}
			catch (RejectedExecutionException ex) {
				return false;
			}
		}

	}

}
