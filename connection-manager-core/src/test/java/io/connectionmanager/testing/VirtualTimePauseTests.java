package io.connectionmanager.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.connectionmanager.testing.VirtualTime.Gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How tasks block in virtual time, and go on.
 */
class VirtualTimePauseTests {

	private final VirtualTime time = new VirtualTime();

	private final List<String> done = Collections.synchronizedList(new ArrayList<>());

	private final Gate gate = this.time.gate();

	@AfterEach
	void close() {
		this.time.close();
	}

	@Test
	void a_task_at_a_gate_steps_aside_for_the_others() {
		execute("first", this.gate);
		this.time.worker().execute(() -> this.done.add("second"));
		this.time.settle();
		assertThat(this.done).containsExactly("first blocks", "second");
		assertThat(this.time.blockedTasks()).isEqualTo(1);
		this.gate.open();
		this.time.settle();
		assertThat(this.done).containsExactly("first blocks", "second", "first goes on");
		assertThat(this.time.blockedTasks()).isZero();
	}

	@Test
	void a_gate_stays_open() {
		this.gate.open();
		execute("task", this.gate);
		this.time.settle();
		assertThat(this.done).containsExactly("task blocks", "task goes on");
	}

	@Test
	void a_gate_lets_nobody_pass_at_another() {
		Gate other = this.time.gate();
		execute("here", this.gate);
		execute("there", other);
		other.open();
		this.time.settle();
		assertThat(this.done).containsExactly("here blocks", "there blocks", "there goes on");
		this.gate.open();
	}

	@RepeatedTest(50)
	void those_at_a_gate_go_on_in_the_order_in_which_they_came_and_before_what_comes_later() {
		for (int i = 0; i < 5; i++) {
			execute("" + i, this.gate);
		}
		this.time.settle();
		this.done.clear();
		this.time.atOnce(() -> {
			this.time.worker().execute(() -> this.done.add("later"));
			this.gate.open();
		});
		this.time.settle();
		assertThat(this.done).containsExactly("0 goes on", "1 goes on", "2 goes on", "3 goes on", "4 goes on", "later");
	}

	@RepeatedTest(50)
	void an_interrupt_ends_a_pause_before_what_comes_later() {
		List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
		this.time.worker().execute(() -> threads.add(Thread.currentThread()));
		this.time.worker().execute(() -> {
			threads.add(Thread.currentThread());
			block("task", this.gate);
		});
		this.time.settle();
		this.time.atOnce(() -> {
			threads.get(1).interrupt();
			this.time.worker().execute(() -> this.done.add("later"));
		});
		this.time.settle();
		assertThat(this.done).containsExactly("task blocks", "task is interrupted", "later");
		assertThat(this.time.blockedTasks()).isZero();
	}

	@Test
	void sleep_ends_at_its_moment() {
		sleep(Duration.ofSeconds(3));
		this.time.advance(Duration.ofSeconds(3).minusNanos(1));
		assertThat(this.done).isEmpty();
		assertThat(this.time.blockedTasks()).isEqualTo(1);
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.done).containsExactly("awake");
	}

	@Test
	void an_interrupt_ends_sleep_and_leaves_no_timer() {
		List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
		this.time.worker().execute(() -> {
			threads.add(Thread.currentThread());
			sleepHere(Duration.ofSeconds(3));
		});
		this.time.settle();
		threads.get(0).interrupt();
		this.time.settle();
		assertThat(this.done).containsExactly("interrupted");
		assertThat(this.time.pendingTimers()).isZero();
	}

	@Test
	void a_thread_of_a_test_may_block_too() throws InterruptedException {
		Thread thread = new Thread(() -> block("thread", this.gate));
		thread.start();
		await().until(() -> this.time.blockedTasks() == 1);
		this.time.worker().execute(() -> this.done.add("task"));
		this.time.settle();
		assertThat(this.done).containsExactly("thread blocks", "task");
		this.gate.open();
		thread.join();
		assertThat(this.done).containsExactly("thread blocks", "task", "thread goes on");
	}

	@Test
	void a_thread_of_a_test_that_goes_on_holds_up_no_task() throws InterruptedException {
		Thread thread = new Thread(() -> block("thread", this.gate));
		thread.start();
		await().until(() -> this.time.blockedTasks() == 1);
		// So that the thread cannot go on before the task has come.
		synchronized (this.time) {
			this.gate.open();
			this.time.worker().execute(() -> this.done.add("task"));
		}
		this.time.settle();
		thread.join();
		assertThat(this.done).containsExactlyInAnyOrder("thread blocks", "thread goes on", "task");
	}

	private void execute(String name, Gate gate) {
		this.time.worker().execute(() -> block(name, gate));
	}

	private void block(String name, Gate gate) {
		this.done.add(name + " blocks");
		try {
			gate.pass();
			this.done.add(name + " goes on");
		}
		catch (InterruptedException ex) {
			this.done.add(name + " is interrupted");
		}
	}

	private void sleep(Duration span) {
		this.time.worker().execute(() -> sleepHere(span));
	}

	private void sleepHere(Duration span) {
		try {
			this.time.sleep(span);
			this.done.add("awake");
		}
		catch (InterruptedException ex) {
			this.done.add("interrupted");
		}
	}

}
