package io.connectionmanager.engine.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The pool looks at itself when its timer says so; here that is when the test says so.
 */
class WorkerPoolTests {

	private static final int MOST = 50;

	private static final int FEWEST = Math.min(MOST, 2 * Runtime.getRuntime().availableProcessors());

	private static final long STALLED = Duration.ofMillis(100).toNanos();

	private final ManualTimer timer = new ManualTimer();

	private final WorkerPool pool = new WorkerPool(MOST, false, Threads.daemon("pool-under-test-"), this.timer);

	/** How many more tasks may end. */
	private final Semaphore ends = new Semaphore(0);

	private final AtomicInteger ended = new AtomicInteger();

	@AfterEach
	void endThreads() {
		this.ends.release(1_000_000);
		this.pool.shutdownNow();
	}

	@Test
	@DisplayName("Promise 22: threads do not grow with the number of tasks as long as these do not block")
	void ten_thousand_tasks_that_move_on_are_done_by_a_few_threads() {
		int tasks = 10_000;
		for (int i = 0; i < tasks; i++) {
			this.pool.execute(this::block);
		}
		assertThat(this.timer.pending()).isEqualTo(1);
		int done = 0;
		for (int look = 0; look < 100; look++) {
			done += 90;
			this.ends.release(90);
			awaitEnded(done);
			awaitQueue(tasks - done - FEWEST);
			assertThat(this.timer.fireNext()).isTrue();
		}
		assertThat(this.pool.getLargestPoolSize()).isEqualTo(FEWEST);
	}

	@Test
	void threads_are_added_when_all_are_blocked() {
		execute(FEWEST + 1);
		assertThat(this.pool.getPoolSize()).isEqualTo(FEWEST);
		awaiting().until(this.timer::fireNext);
		awaitQueue(0);
		assertThat(this.pool.getPoolSize()).isGreaterThan(FEWEST);
	}

	@Test
	void there_are_never_more_than_the_bound() {
		execute(MOST + 30);
		lookManyTimes();
		assertThat(this.pool.getPoolSize()).isEqualTo(MOST);
		assertThat(this.pool.getQueue()).hasSize(30);
		this.ends.release(MOST + 30);
		awaitEnded(MOST + 30);
		assertThat(this.pool.getLargestPoolSize()).isEqualTo(MOST);
	}

	@Test
	void a_bound_of_one_is_kept() {
		WorkerPool single = new WorkerPool(1, false, Threads.daemon("single-under-test-"), this.timer);
		try {
			for (int i = 0; i < 3; i++) {
				single.execute(this::block);
			}
			lookManyTimes();
			assertThat(single.getPoolSize()).isEqualTo(1);
			this.ends.release(3);
			awaitEnded(3);
		}
		finally {
			single.shutdownNow();
		}
	}

	@Test
	@DisplayName("Promise 27: short calls that hang for 100 ms are made up for by threads beyond the bound")
	void an_elastic_pool_grows_beyond_the_bound_when_all_threads_are_held_up_for_a_tenth_of_a_second() {
		WorkerPool elastic = new WorkerPool(MOST, true, Threads.daemon("elastic-under-test-"), this.timer);
		try {
			for (int i = 0; i < MOST + 30; i++) {
				elastic.execute(this::block);
			}
			awaiting().until(() -> {
				boolean allTaken = elastic.getActiveCount() == elastic.getPoolSize();
				if (allTaken && elastic.getPoolSize() < MOST) {
					this.timer.fireNext();
				}
				return allTaken && elastic.getPoolSize() == MOST;
			});
			// The first look at the bound notes which task is next.
			this.timer.fireNext();
			int atBound = elastic.getPoolSize();
			this.timer.advance(STALLED - 1);
			assertThat(elastic.getPoolSize()).isEqualTo(atBound).isEqualTo(MOST);
			this.timer.advance(1);
			awaiting().until(() -> elastic.getQueue().isEmpty());
			assertThat(elastic.getPoolSize()).isGreaterThan(MOST);
			this.ends.release(MOST + 30);
			awaitEnded(MOST + 30);
			awaiting().until(() -> elastic.getActiveCount() == 0);
			// And it is small again afterwards.
			this.timer.fireNext();
			assertThat(elastic.getCorePoolSize()).isEqualTo(FEWEST);
		}
		finally {
			this.ends.release(MOST + 30);
			elastic.shutdownNow();
		}
	}

	@Test
	void an_elastic_pool_does_not_grow_beyond_the_bound_while_tasks_move_on() {
		WorkerPool elastic = new WorkerPool(1, true, Threads.daemon("elastic-under-test-"), this.timer);
		try {
			for (int i = 0; i < 20; i++) {
				elastic.execute(this::block);
			}
			for (int done = 1; done < 20; done++) {
				this.ends.release(1);
				awaitEnded(done);
				int left = 20 - done - 1;
				awaiting().until(() -> elastic.getQueue().size() == left);
				this.timer.advance(STALLED);
			}
			assertThat(elastic.getLargestPoolSize()).isEqualTo(1);
		}
		finally {
			this.ends.release(20);
			elastic.shutdownNow();
		}
	}

	@Test
	@DisplayName("Promise 27: a call that nobody waits for any more does not count")
	void a_task_that_is_exempted_makes_room_for_another_until_it_returns() {
		execute(MOST + 30);
		lookManyTimes();
		assertThat(this.pool.getPoolSize()).isEqualTo(MOST);
		this.pool.exempt(true);
		this.pool.exempt(true);
		lookManyTimes();
		assertThat(this.pool.getPoolSize()).isEqualTo(MOST + 2);
		// A new thread takes its task from there when it runs.
		awaiting().until(() -> this.pool.getQueue().size() == 28);
		this.pool.exempt(false);
		this.pool.exempt(false);
		this.ends.release(MOST + 30);
		awaitEnded(MOST + 30);
		awaiting().until(() -> this.pool.getActiveCount() == 0);
		this.timer.fireNext();
		execute(MOST + 30);
		this.pool.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
		lookManyTimes();
		awaiting().until(() -> this.pool.getPoolSize() == MOST);
		assertThat(this.pool.getMaximumPoolSize()).isEqualTo(MOST);
	}

	@Test
	void a_single_thread_that_is_exempted_is_replaced() {
		WorkerPool single = new WorkerPool(1, false, Threads.daemon("single-under-test-"), this.timer);
		try {
			single.execute(this::block);
			single.execute(this.ended::incrementAndGet);
			assertThat(single.getQueue()).hasSize(1);
			single.exempt(true);
			awaiting().until(() -> {
				this.timer.fireNext();
				return this.ended.get() == 1;
			});
		}
		finally {
			this.ends.release(1);
			single.shutdownNow();
		}
	}

	@Test
	void after_the_rush_it_is_small_again_and_its_timer_is_given_back() {
		rush(1);
		assertThat(this.timer.pending()).isZero();
		assertThat(this.pool.getCorePoolSize()).isEqualTo(FEWEST);
		this.pool.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
		awaiting().until(() -> this.pool.getPoolSize() == 0);
	}

	@Test
	void idle_threads_end() {
		this.pool.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
		execute(FEWEST);
		assertThat(this.pool.getPoolSize()).isEqualTo(FEWEST);
		this.ends.release(FEWEST);
		awaiting().until(() -> this.pool.getPoolSize() == 0);
		execute(1);
		assertThat(this.pool.getPoolSize()).isEqualTo(1);
	}

	@Test
	void a_second_rush_is_noticed_like_the_first() {
		rush(1);
		rush(2);
		rush(3);
	}

	/** One task more than there may be threads, so that the pool is being watched. */
	private void rush(int number) {
		execute(MOST + 1);
		lookManyTimes();
		assertThat(this.pool.getPoolSize()).isEqualTo(MOST);
		this.ends.release(MOST + 1);
		awaitEnded(number * (MOST + 1));
		awaiting().until(() -> this.pool.getActiveCount() == 0);
		assertThat(this.timer.fireNext()).isTrue();
	}

	@Test
	void nothing_is_lost_when_tasks_come_from_many_threads_while_the_pool_grows_and_shrinks()
			throws InterruptedException {
		int each = 5_000;
		CountDownLatch done = new CountDownLatch(4 * each);
		Thread[] producers = new Thread[4];
		for (int i = 0; i < producers.length; i++) {
			producers[i] = new Thread(() -> {
				for (int task = 0; task < each; task++) {
					this.pool.execute(done::countDown);
				}
			});
			producers[i].start();
		}
		while (done.getCount() > 0) {
			this.timer.fireNext();
		}
		for (Thread producer : producers) {
			producer.join();
		}
		awaiting().until(() -> this.pool.getActiveCount() == 0);
		lookManyTimes();
		assertThat(this.timer.pending()).isZero();
		assertThat(this.pool.getLargestPoolSize()).isLessThanOrEqualTo(MOST);
	}

	private void execute(int tasks) {
		for (int i = 0; i < tasks; i++) {
			this.pool.execute(this::block);
		}
	}

	private void block() {
		this.ends.acquireUninterruptibly();
		this.ended.incrementAndGet();
	}

	/** Before each look, the threads started with the one before take their tasks. */
	private void lookManyTimes() {
		for (int look = 0; look < 20; look++) {
			awaiting()
				.until(() -> this.pool.getQueue().isEmpty() || this.pool.getActiveCount() == this.pool.getPoolSize());
			this.timer.fireNext();
		}
	}

	private static ConditionFactory awaiting() {
		return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
	}

	private void awaitEnded(int tasks) {
		awaiting().until(() -> this.ended.get() == tasks);
	}

	private void awaitQueue(int size) {
		awaiting().until(() -> this.pool.getQueue().size() == size);
	}

}
