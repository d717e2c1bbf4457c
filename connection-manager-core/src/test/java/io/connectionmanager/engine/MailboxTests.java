package io.connectionmanager.engine;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class MailboxTests {

	private static final int PRODUCERS = 6;

	private static final int EACH = 50_000;

	@Test
	void whoever_finds_it_idle_has_to_drain_it_and_nobody_else() {
		Box box = new Box();
		List<String> done = new ArrayList<>();
		assertThat(box.put((nothing) -> done.add("first"))).isTrue();
		assertThat(box.put((nothing) -> done.add("second"))).isFalse();
		assertThat(done).isEmpty();
		box.drain("");
		assertThat(done).containsExactly("first", "second");
		assertThat(box.put((nothing) -> done.add("third"))).isTrue();
		box.drain("");
		assertThat(done).containsExactly("first", "second", "third");
	}

	@Test
	void what_an_action_puts_comes_after_it_and_after_all_that_was_there() {
		Box box = new Box();
		List<String> done = new ArrayList<>();
		box.put((nothing) -> {
			assertThat(box.put((again) -> done.add("put inside"))).isFalse();
			done.add("first");
		});
		box.put((nothing) -> done.add("second"));
		box.drain("");
		assertThat(done).containsExactly("first", "second", "put inside");
	}

	@Test
	void actions_that_put_actions_do_not_recurse() {
		Box box = new Box();
		int[] left = { 100_000 };
		Consumer<String> again = new Consumer<>() {

			@Override
			public void accept(String nothing) {
				if (--left[0] > 0) {
					box.post(this);
				}
			}

		};
		box.post(again);
		assertThat(left[0]).isZero();
	}

	@Test
	void with_many_producers_nothing_is_lost_or_reordered_and_one_action_runs_at_a_time() throws InterruptedException {
		Box box = new Box();
		Serial serial = new Serial();
		produce((producer, number) -> box.post((nothing) -> serial.see(producer, number)));
		serial.assertAllSeen();
	}

	@Test
	void actions_that_throw_harm_nobody() throws InterruptedException {
		Box box = new Box();
		Serial serial = new Serial();
		int rarely = 500;
		try (CapturedLog log = new CapturedLog()) {
			produce((producer, number) -> box.post((nothing) -> {
				serial.see(producer, number);
				if (number % rarely == 0) {
					throw new AssertionError("on purpose");
				}
			}));
			serial.assertAllSeen();
			assertThat(log.messages()).hasSize(PRODUCERS * EACH / rarely)
				.allMatch((message) -> message.startsWith("Unexpected"));
		}
	}

	@Test
	void an_idle_mailbox_holds_nothing() {
		Box box = new Box();
		WeakReference<Object> first = post(box);
		WeakReference<Object> second = post(box);
		await().until(() -> {
			System.gc();
			return first.refersTo(null) && second.refersTo(null);
		});
		// Reachable to the end, so that it is not collected together with what it held.
		assertThat(box).hasToString("the box");
	}

	private static WeakReference<Object> post(Box box) {
		Object held = new Object();
		box.post((nothing) -> assertThat(held).isNotNull());
		return new WeakReference<>(held);
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
	 * Not safe for use by several threads: that it survives them is what the mailbox is
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

	private static final class Box extends Mailbox<String> {

		void post(Consumer<? super String> action) {
			if (put(action)) {
				drain("");
			}
		}

		@Override
		public String toString() {
			return "the box";
		}

	}

}
