package io.connectionmanager.engine.runtime;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SerialQueueTests {

	private static final int PRODUCERS = 6;

	private static final int EACH = 30_000;

	private static final Runnable NOTHING = () -> {
	};

	private final SerialQueue<Action> queue = new SerialQueue<>();

	private final List<String> done = new ArrayList<>();

	@Test
	void nothing_is_handled_before_somebody_drains() {
		this.queue.add(noting("first"));
		this.queue.add(noting("second"));
		assertThat(this.done).isEmpty();
		assertThat(this.queue.isStalled()).isTrue();
		assertThat(drain()).isTrue();
		assertThat(this.done).containsExactly("first", "second");
		assertThat(this.queue.isStalled()).isFalse();
		assertThat(drain()).isTrue();
		assertThat(this.done).hasSize(2);
	}

	@Test
	void what_is_added_while_an_element_is_handled_comes_after_all_that_was_there() {
		this.queue.add(new Action(() -> {
			this.queue.add(noting("added inside"));
			this.done.add("first");
		}));
		this.queue.add(noting("second"));
		drain();
		assertThat(this.done).containsExactly("first", "second", "added inside");
	}

	@Test
	void one_thread_drains_at_a_time_and_others_pass_by() {
		this.queue.add(new Action(() -> {
			this.queue.add(noting("added inside"));
			assertThat(this.queue.isStalled()).isFalse();
			assertThat(drain()).isTrue();
			assertThat(this.done).isEmpty();
		}));
		drain();
		assertThat(this.done).containsExactly("added inside");
	}

	@Test
	void elements_that_add_elements_do_not_recurse() {
		AtomicInteger left = new AtomicInteger(100_000);
		post(again(left));
		assertThat(left).hasValue(0);
	}

	private Action again(AtomicInteger left) {
		return new Action(() -> {
			if (left.decrementAndGet() > 0) {
				post(again(left));
			}
		});
	}

	@Test
	void an_element_that_fails_stays_first_and_is_handled_again() {
		boolean[] fails = { true };
		this.queue.add(new Action(() -> {
			if (fails[0]) {
				throw new OutOfMemoryError("on purpose");
			}
			this.done.add("first");
		}));
		this.queue.add(noting("second"));
		try (CapturedLog log = new CapturedLog()) {
			assertThat(drain()).isFalse();
			assertThat(this.queue.isStalled()).isTrue();
			assertThat(drain()).isFalse();
			assertThat(log.messages()).hasSize(2).allMatch((message) -> message.startsWith("Unexpected failure"));
		}
		assertThat(this.done).isEmpty();
		fails[0] = false;
		assertThat(drain()).isTrue();
		assertThat(this.done).containsExactly("first", "second");
		assertThat(this.queue.isStalled()).isFalse();
	}

	@Test
	void with_many_producers_nothing_is_lost_or_reordered_and_one_element_is_handled_at_a_time()
			throws InterruptedException {
		Serial serial = new Serial();
		produce((producer, number) -> post(new Action(() -> serial.see(producer, number))));
		serial.assertAllSeen();
		assertThat(this.queue.isStalled()).isFalse();
	}

	@Test
	void failures_among_many_producers_cost_a_repetition_and_nothing_else() throws InterruptedException {
		Serial serial = new Serial();
		AtomicInteger handled = new AtomicInteger();
		try (CapturedLog log = new CapturedLog()) {
			produce((producer, number) -> post(new Action(() -> {
				if (handled.incrementAndGet() % 500 == 0) {
					throw new AssertionError("on purpose");
				}
				serial.see(producer, number);
			})));
			while (this.queue.isStalled()) {
				drain();
			}
			serial.assertAllSeen();
			assertThat(log.messages()).hasSize(handled.get() - PRODUCERS * EACH);
		}
	}

	@Test
	@DisplayName("Promise 28: a thread whose stack is used up costs a repetition, and neither an element nor the queue")
	void a_thread_whose_stack_is_used_up_costs_a_repetition_and_nothing_else() throws InterruptedException {
		try (CapturedLog log = new CapturedLog()) {
			for (int round = 0; round < 20; round++) {
				Descent descent = new Descent(this.queue);
				// The first time on a stack that suffices: classes are loaded and linked.
				descent.post();
				Thread deep = new Thread(null, descent, "deep", 256 * 1024);
				deep.start();
				deep.join();
				descent.drain();
				assertThat(this.queue.isStalled()).isFalse();
				assertThat(descent.added).isGreaterThan(1);
				assertThat(Arrays.copyOf(descent.elements, descent.added)).extracting((element) -> element.handled)
					.allMatch((times) -> times == 1 || times == 2);
				assertThat(log.messages()).allMatch((message) -> message.startsWith("Unexpected failure"));
			}
		}
		// The queue is still in order.
		post(noting("afterwards"));
		assertThat(this.done).containsExactly("afterwards");
	}

	@Test
	void an_idle_queue_holds_nothing() {
		WeakReference<Object> first = postHolding();
		WeakReference<Object> second = postHolding();
		await().until(() -> {
			System.gc();
			return first.refersTo(null) && second.refersTo(null);
		});
		// Reachable to the end, so that it is not collected together with what it held.
		assertThat(this.queue.isStalled()).isFalse();
	}

	private WeakReference<Object> postHolding() {
		Object held = new Object();
		post(new Action(() -> assertThat(held).isNotNull()));
		return new WeakReference<>(held);
	}

	private Action noting(String text) {
		return new Action(() -> this.done.add(text));
	}

	private void post(Action action) {
		this.queue.add(action);
		drain();
	}

	private boolean drain() {
		return this.queue.drain((action) -> action.work.run());
	}

	private static void produce(Producer producer) throws InterruptedException {
		CountDownLatch go = new CountDownLatch(1);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < PRODUCERS; i++) {
			int id = i;
			Thread thread = new Thread(() -> {
				awaitUninterruptibly(go);
				for (int number = 1; number <= EACH; number++) {
					producer.produce(id, number);
				}
			});
			thread.start();
			threads.add(thread);
		}
		go.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private interface Producer {

		void produce(int producer, int number);

	}

	/**
	 * Not safe for use by several threads: that it survives them is what the queue is
	 * for.
	 */
	private static final class Serial {

		private final int[] latest = new int[PRODUCERS];

		private final List<String> violations = new ArrayList<>();

		private boolean inside;

		void see(int producer, int number) {
			if (this.inside) {
				this.violations.add("two at a time");
			}
			this.inside = true;
			if (number != this.latest[producer] + 1) {
				this.violations.add("%d after %d of producer %d".formatted(number, this.latest[producer], producer));
			}
			this.latest[producer] = number;
			this.inside = false;
		}

		void assertAllSeen() {
			assertThat(this.violations).isEmpty();
			assertThat(this.latest).containsOnly(EACH);
		}

	}

	/**
	 * Goes down as far as the stack allows, and posts from every level on the way back.
	 */
	private static final class Descent implements Runnable, SerialQueue.Handler<Action> {

		private final SerialQueue<Action> queue;

		private final Action[] elements = new Action[200];

		private int added;

		Descent(SerialQueue<Action> queue) {
			this.queue = queue;
			Arrays.setAll(this.elements, (number) -> new Action(NOTHING));
		}

		@Override
		public void run() {
			try {
				run();
			}
			catch (StackOverflowError ex) {
				// As deep as can be.
			}
			if (this.added < this.elements.length) {
				post();
			}
		}

		void post() {
			this.queue.add(this.elements[this.added]);
			this.added++;
			drain();
		}

		void drain() {
			this.queue.drain(this);
		}

		@Override
		public void handle(Action action) {
			action.work.run();
			action.handled++;
		}

	}

	private static final class Action extends SerialQueue.Element<Action> {

		private final Runnable work;

		private int handled;

		Action(Runnable work) {
			this.work = work;
		}

	}

}
