package io.connectionmanager.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionRuntime.Timer;
import io.connectionmanager.engine.ConnectLimit.Ticket;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What others do wrong must not close the limit for all.
 */
class ConnectLimitFailureTests {

	private final ManualTimer time = new ManualTimer();

	private final List<String> admitted = new ArrayList<>();

	@Test
	void an_admitted_one_that_throws_does_not_keep_the_others_out() {
		try (CapturedLog log = new CapturedLog()) {
			ConnectLimit limit = new ConnectLimit(3, Double.POSITIVE_INFINITY, this.time, this.time::now);
			enlist(limit, new RunnableTicket(() -> {
				throw new IllegalStateException("on purpose");
			}));
			enlist(limit, ticket("next"));
			assertThat(this.admitted).containsExactly("next");
			assertThat(log.messages()).hasSizeLessThanOrEqualTo(1);
		}
	}

	@Test
	void a_timer_that_refuses_once_does_not_close_the_limit() {
		AtomicBoolean refuse = new AtomicBoolean(true);
		Timer timer = (task, delay) -> {
			if (refuse.getAndSet(false)) {
				throw new RejectedExecutionException("on purpose");
			}
			return this.time.schedule(task, delay);
		};
		try (CapturedLog log = new CapturedLog()) {
			ConnectLimit limit = new ConnectLimit(3, 1, timer, this.time::now);
			enlist(limit, ticket("first"));
			enlist(limit, ticket("second"));
			enlist(limit, ticket("third"));
			this.time.advance(2_000_000_000L);
			assertThat(this.admitted).containsExactly("first", "second", "third");
			assertThat(log.messages()).hasSizeLessThanOrEqualTo(1);
		}
	}

	private static void enlist(ConnectLimit limit, Ticket ticket) {
		try {
			limit.enlist(ticket);
		}
		catch (RuntimeException ex) {
			assertThat(ex).hasMessage("on purpose");
		}
	}

	private Ticket ticket(String name) {
		return new RunnableTicket(() -> this.admitted.add(name));
	}

}
