package io.connectionmanager.jdk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendQueue}.
 */
class SendQueueTests {

	private final SendQueue<String> queue = new SendQueue<>("sent", 2);

	private final List<CompletableFuture<Object>> started = new ArrayList<>();

	private CompletableFuture<?> start() {
		CompletableFuture<Object> send = new CompletableFuture<>();
		this.started.add(send);
		return send;
	}

	@Test
	void a_send_starts_when_the_one_before_has_completed() {
		CompletableFuture<String> first = this.queue.submit(this::start);
		CompletableFuture<String> second = this.queue.submit(this::start);
		assertThat(this.started).hasSize(1);
		this.started.get(0).complete(null);
		assertThat(first).isCompletedWithValue("sent");
		assertThat(second).isNotDone();
		assertThat(this.started).hasSize(2);
	}

	@Test
	void a_failed_send_does_not_hold_up_the_next_one() {
		CompletableFuture<String> first = this.queue.submit(this::start);
		CompletableFuture<String> second = this.queue.submit(() -> {
			throw new IllegalStateException("cannot start");
		});
		CompletableFuture<String> third = this.queue.submit(this::start);
		this.started.get(0).completeExceptionally(new IOException("broken"));
		assertThat(first).isCompletedExceptionally();
		assertThat(second).isCompletedExceptionally();
		this.started.get(1).complete(null);
		assertThat(third).isCompletedWithValue("sent");
	}

	@Test
	void a_send_beyond_the_limit_fails_and_leaves_the_others_alone() {
		this.queue.submit(this::start);
		this.queue.submit(this::start);
		CompletableFuture<String> third = this.queue.submit(this::start);
		assertThat(this.queue.submit(this::start)).isCompletedExceptionally();
		CompletableFuture<String> close = this.queue.submitLast(this::start);
		for (int i = 0; i < 4; i++) {
			this.started.get(i).complete(null);
		}
		assertThat(third).isCompletedWithValue("sent");
		assertThat(close).isCompletedWithValue("sent");
	}

	@Test
	void closing_fails_what_is_under_way_and_what_waits() {
		List<CompletableFuture<String>> sends = List.of(this.queue.submit(this::start), this.queue.submit(this::start));
		this.queue.close(new IOException("closed"));
		assertThat(sends).allSatisfy((it) -> assertThat(it).isCompletedExceptionally());
		assertThat(this.queue.submit(this::start)).isCompletedExceptionally();
		this.started.get(0).complete(null);
		assertThat(this.started).hasSize(1);
	}

	@Test
	void any_number_of_sends_that_complete_at_once_fit_on_the_stack() {
		AtomicInteger sent = new AtomicInteger();
		SendQueue<String> large = new SendQueue<>("sent", Integer.MAX_VALUE);
		CompletableFuture<Object> gate = new CompletableFuture<>();
		large.submit(() -> gate);
		for (int i = 0; i < 100_000; i++) {
			large.submit(() -> CompletableFuture.completedFuture(null)).thenRun(sent::incrementAndGet);
		}
		gate.complete(null);
		assertThat(sent).hasValue(100_000);
	}

}
