package io.connectionmanager.engine.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionRuntime.Timer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What others do wrong must not close the limit for all.
 */
@DisplayName("Promise 28: the connect limit")
class ConnectLimitFailureTests {

	private static final long SECOND = 1_000_000_000;

	private final ManualTimer time = new ManualTimer();

	private final ManualExecutor worker = new ManualExecutor();

	private final List<String> granted = new ArrayList<>();

	@Test
	void survives_a_request_that_throws_when_it_is_granted() {
		ConnectLimit limit = new ConnectLimit(3, Double.POSITIVE_INFINITY, this.time, this.worker, this.time::now);
		try (CapturedLog log = new CapturedLog()) {
			limit.request(new PermitRequest(false, () -> {
				throw new IllegalStateException("on purpose");
			}));
			limit.request(request("next"));
			assertThat(log.messages()).hasSize(1).allMatch((message) -> message.startsWith("Unexpected failure"));
		}
		assertThat(this.granted).containsExactly("next");
	}

	@Test
	void survives_a_worker_that_refuses_to_grant_more() {
		AtomicBoolean refuse = new AtomicBoolean(true);
		long[] now = { 0 };
		// The timer never fires: all are due at once when somebody comes.
		ConnectLimit limit = new ConnectLimit(100, 1_000, (task, delay) -> () -> {
		}, (task) -> {
			if (refuse.get()) {
				throw new RejectedExecutionException("on purpose");
			}
			task.run();
		}, () -> now[0]);
		for (int i = 0; i < 20; i++) {
			limit.request(request("r" + i));
		}
		PermitRequest last = request("last");
		limit.request(last);
		assertThat(this.granted).hasSize(1);
		// By a hundredth of a second it may be made up for.
		now[0] = SECOND;
		limit.release(last);
		assertThat(this.granted).hasSizeBetween(9, 10);
		refuse.set(false);
		limit.lookAfterOverdue();
		assertThat(this.granted).hasSizeGreaterThan(10);
	}

	@Test
	void survives_a_timer_that_refuses_once() {
		AtomicBoolean refuse = new AtomicBoolean(true);
		Timer timer = (task, delay) -> {
			if (refuse.getAndSet(false)) {
				throw new RejectedExecutionException("on purpose");
			}
			return this.time.schedule(task, delay);
		};
		ConnectLimit limit = new ConnectLimit(3, 1, timer, this.worker, this.time::now);
		List.of("first", "second", "third").forEach((name) -> request(limit, name));
		this.time.advance(2 * SECOND);
		assertThat(this.granted).containsExactly("first", "second", "third");
	}

	@Test
	void survives_a_timer_that_refuses_for_as_long_as_requests_come() {
		AtomicBoolean refuse = new AtomicBoolean(true);
		Timer timer = (task, delay) -> {
			if (refuse.get()) {
				throw new RejectedExecutionException("on purpose");
			}
			return this.time.schedule(task, delay);
		};
		ConnectLimit limit = new ConnectLimit(3, 1, timer, this.worker, this.time::now);
		List.of("first", "second", "third").forEach((name) -> request(limit, name));
		refuse.set(false);
		this.time.advance(2 * SECOND);
		assertThat(this.granted).containsExactly("first");
		limit.lookAfterOverdue();
		assertThat(this.granted).containsExactly("first", "second");
		this.time.advance(SECOND);
		assertThat(this.granted).containsExactly("first", "second", "third");
	}

	@Test
	void survives_a_timer_that_drops_the_wake_up() {
		ConnectLimit limit = new ConnectLimit(3, 1, this.time, this.worker, this.time::now);
		List.of("first", "second", "third").forEach((name) -> request(limit, name));
		this.time.dropAll();
		limit.lookAfterOverdue();
		assertThat(this.time.pending()).as("nothing is overdue yet").isZero();
		this.time.advance(2 * SECOND);
		assertThat(this.granted).containsExactly("first");
		limit.lookAfterOverdue();
		assertThat(this.granted).containsExactly("first", "second");
		this.time.advance(SECOND);
		assertThat(this.granted).containsExactly("first", "second", "third");
	}

	@Test
	void survives_a_timer_that_throws_when_the_wake_up_is_cancelled() {
		Timer timer = (task, delay) -> {
			this.time.schedule(task, delay);
			return () -> {
				throw new IllegalStateException("on purpose");
			};
		};
		ConnectLimit limit = new ConnectLimit(3, 1, timer, this.worker, this.time::now);
		request(limit, "first");
		PermitRequest second = request("second");
		limit.request(second);
		try (CapturedLog log = new CapturedLog()) {
			limit.release(second);
			assertThat(log.messages()).hasSize(1);
		}
		request(limit, "third");
		this.time.advance(SECOND);
		assertThat(this.granted).containsExactly("first", "third");
	}

	@Test
	void survives_a_worker_that_drops_what_was_left_to_it() {
		ConnectLimit limit = new ConnectLimit(100, 10_000, this.time, this.worker, this.time::now);
		for (int i = 0; i < 50; i++) {
			request(limit, "request " + i);
		}
		this.time.stall(SECOND);
		assertThat(this.granted).hasSize(9);
		this.worker.dropAll();
		limit.lookAfterOverdue();
		assertThat(this.granted).hasSize(17);
		this.worker.runAll();
		assertThat(this.granted).hasSize(50);
	}

	@Test
	void survives_a_worker_that_refuses_what_is_left_to_it() {
		ConnectLimit limit = new ConnectLimit(100, 10_000, this.time, this.worker, this.time::now);
		for (int i = 0; i < 50; i++) {
			request(limit, "request " + i);
		}
		this.worker.refuse(true);
		try {
			this.time.stall(SECOND);
		}
		catch (RejectedExecutionException ex) {
			assertThat(ex).hasMessage("on purpose");
		}
		this.worker.refuse(false);
		limit.lookAfterOverdue();
		this.worker.runAll();
		assertThat(this.granted).hasSize(50);
	}

	private void request(ConnectLimit limit, String name) {
		try {
			limit.request(request(name));
		}
		catch (RejectedExecutionException ex) {
			assertThat(ex).hasMessage("on purpose");
		}
	}

	private PermitRequest request(String name) {
		return new PermitRequest(false, () -> this.granted.add(name));
	}

}
