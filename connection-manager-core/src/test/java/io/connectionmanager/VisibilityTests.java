package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.connectionmanager.SessionPeer.Session;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promise 18: what a caller asked for is visible to that caller when the call returns. In
 * real time, because it is about what other threads are in the middle of.
 */
class VisibilityTests {

	private static final int ROUNDS = 10_000;

	/** A slow machine gets through fewer rounds. */
	private static final Duration LONG_ENOUGH = Duration.ofSeconds(4);

	private static final int THREADS = 16;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final StandingClock clock = new StandingClock(Duration.ofSeconds(1));

	private final ConnectionRuntime runtime = ConnectionRuntime.builder()
		.threadNamePrefix("visibility-test-")
		.clock(this.clock)
		.build();

	private final SessionPeer peer = new SessionPeer();

	private final ConnectionManager<Session> manager = manager().start();

	/** How often which method said what was no longer true. */
	private final Map<String, Integer> violations = new ConcurrentSkipListMap<>();

	private ConnectionManager.Builder<Session> manager() {
		return ConnectionManager.builder("prices", this.peer)
			.settings(ConnectionSettings.builder()
				.reconnectAfter(Duration.ofMillis(1))
				.backoff(1, Duration.ofSeconds(30), 0)
				.stableAfter(Duration.ZERO)
				.build())
			.runtime(this.runtime);
	}

	@AfterEach
	void close() {
		this.clock.goOn();
		this.manager.close();
		this.runtime.close();
	}

	/** Ways to say that a connection is not to be used any more. */
	enum Report {

		CONNECTION_LOST {
			@Override
			void of(Session session, ConnectionManager<Session> manager) {
				manager.connectionLost(session, null);
			}
		},

		DISCONNECTED {
			@Override
			void of(Session session, ConnectionManager<Session> manager) {
				session.attempt().disconnected();
			}
		},

		RECONNECT {
			@Override
			void of(Session session, ConnectionManager<Session> manager) {
				manager.reconnect();
			}
		};

		abstract void of(Session session, ConnectionManager<Session> manager);

	}

	// What threads do as it comes

	@Test
	@DisplayName("Promise 18: after stop() has returned, isConnected() is false")
	void who_stops_a_connection_sees_it_stopped() {
		Rounds rounds = new Rounds();
		while (rounds.next()) {
			spinUntil(this.manager::isConnected);
			this.manager.stop();
			checkThatNothingIsConnected(this.manager);
			this.manager.start();
		}
		assertThat(this.violations).as("of %s", rounds).isEmpty();
	}

	@Test
	@DisplayName("Promise 18: after stop() has returned, though an attempt was just succeeding")
	void who_stops_an_attempt_sees_it_stopped() {
		Rounds rounds = new Rounds();
		while (rounds.next()) {
			int opened = this.peer.opened();
			this.manager.stop();
			checkThatNothingIsConnected(this.manager);
			this.manager.start();
			spinUntil(() -> this.peer.opened() > opened);
		}
		assertThat(this.violations).as("of %s", rounds).isEmpty();
	}

	@Test
	@DisplayName("Promise 18: after close() has returned, though it was interrupted and did not wait")
	void who_closes_without_waiting_sees_it_closed() {
		Rounds rounds = new Rounds();
		while (rounds.next()) {
			ConnectionManager<Session> manager = manager().start();
			spinUntil(manager::isConnected);
			closeWithoutWaiting(manager);
			checkThatNothingIsConnected(manager);
		}
		assertThat(this.violations).as("of %s", rounds).isEmpty();
	}

	@Test
	@DisplayName("Promise 18: after close() has returned in a callback, which does not wait either")
	void who_closes_in_a_callback_sees_it_closed() {
		Rounds rounds = new Rounds();
		while (rounds.next()) {
			ConnectionManager<Session> manager = manager().build();
			CompletableFuture<Void> checked = new CompletableFuture<>();
			manager.subscribe((session) -> {
				manager.close();
				checkThatNothingIsConnected(manager);
				checked.complete(null);
			});
			manager.start();
			spinUntil(() -> {
				// Others use the manager at the same time.
				manager.subscribe((session) -> {
				}).cancel();
				return checked.isDone();
			});
		}
		assertThat(this.violations).as("of %s", rounds).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 18: after a report has returned, no method hands out the connection again")
	void who_reports_a_connection_is_not_given_it_again(Report report) throws Exception {
		Rounds rounds = new Rounds();
		while (rounds.next()) {
			spinUntil(this.manager::isConnected);
			Session session = this.manager.requireConnection();
			report.of(session, this.manager);
			checkThatNobodyHandsOut(session);
		}
		assertThat(this.violations).as("of %s", rounds).isEmpty();
	}

	@Test
	@DisplayName("Promise 18: sixteen threads that use, report and await are not given it again either")
	void many_who_report_at_the_same_time_are_not_given_it_again() {
		Rounds rounds = new Rounds();
		List<CompletableFuture<Void>> reporters = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			Report report = Report.values()[i % Report.values().length];
			reporters.add(onThreadOfItsOwn(() -> {
				while (rounds.next()) {
					Session session = this.manager.awaitConnection(PATIENCE);
					report.of(session, this.manager);
					checkThatNobodyHandsOut(session);
				}
				return null;
			}));
		}
		assertThat(reporters).allSatisfy((reporter) -> assertThat(reporter).succeedsWithin(PATIENCE));
		assertThat(this.violations).as("of %s", rounds).isEmpty();
	}

	// What threads do while another one is held up on its way

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 18: a report counts though another thread is in the middle of a change")
	void a_report_counts_though_another_thread_is_in_the_middle_of_a_change(Report report) throws Exception {
		for (Report other : Report.values()) {
			spinUntil(this.manager::isConnected);
			Session session = this.manager.requireConnection();
			CompletableFuture<Void> change = inTheMiddleOf(() -> other.of(session, this.manager));
			report.of(session, this.manager);
			checkThatNobodyHandsOut(session);
			this.clock.goOn();
			assertThat(change).succeedsWithin(PATIENCE);
		}
		assertThat(this.violations).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 18: a stop counts though another thread is in the middle of a change")
	void a_stop_counts_though_another_thread_is_in_the_middle_of_a_change(Report other) {
		spinUntil(this.manager::isConnected);
		Session session = this.manager.requireConnection();
		CompletableFuture<Void> change = inTheMiddleOf(() -> other.of(session, this.manager));
		this.manager.stop();
		checkThatNothingIsConnected(this.manager);
		this.clock.goOn();
		assertThat(change).succeedsWithin(PATIENCE);
		assertThat(this.violations).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 18: a close counts though another thread is in the middle of a change")
	void a_close_counts_though_another_thread_is_in_the_middle_of_a_change(Report other) {
		spinUntil(this.manager::isConnected);
		Session session = this.manager.requireConnection();
		CompletableFuture<Void> change = inTheMiddleOf(() -> other.of(session, this.manager));
		closeWithoutWaiting(this.manager);
		checkThatNothingIsConnected(this.manager);
		this.clock.goOn();
		assertThat(change).succeedsWithin(PATIENCE);
		assertThat(this.violations).isEmpty();
	}

	/**
	 * Has another thread make a change, and returns when it is held up by the clock, or
	 * has found a way around it.
	 */
	private CompletableFuture<Void> inTheMiddleOf(Runnable change) {
		this.clock.holdUpNext();
		CompletableFuture<Void> done = onThreadOfItsOwn(() -> {
			change.run();
			return null;
		});
		spinUntil(() -> this.clock.isAsked() || done.isDone());
		return done;
	}

	/** An interrupted thread does not wait in close(). */
	private static void closeWithoutWaiting(ConnectionManager<Session> manager) {
		Thread.currentThread().interrupt();
		manager.close();
		Thread.interrupted();
	}

	private void checkThatNothingIsConnected(ConnectionManager<Session> manager) {
		violatedIf(manager.isConnected(), "isConnected");
		violatedIf(manager.connection().isPresent(), "connection");
		violatedIf(result(manager::requireConnection).isPresent(), "requireConnection");
		violatedIf(result(() -> manager.awaitConnection(Duration.ZERO)).isPresent(), "awaitConnection");
		violatedIf(manager.snapshot().connection().isPresent(), "snapshot.connection");
		ConnectionState state = manager.snapshot().state();
		violatedIf(state != ConnectionState.STOPPED && state != ConnectionState.CLOSED, "snapshot.state");
	}

	private void checkThatNobodyHandsOut(Session session) {
		violatedIf(this.manager.connection().filter((it) -> it == session).isPresent(), "connection");
		violatedIf(result(this.manager::requireConnection).filter((it) -> it == session).isPresent(),
				"requireConnection");
		violatedIf(this.manager.snapshot().connection().filter((it) -> it == session).isPresent(),
				"snapshot.connection");
		violatedIf(result(() -> this.manager.awaitConnection(Duration.ofMillis(1))).filter((it) -> it == session)
			.isPresent(), "awaitConnection");
		AtomicReference<Session> immediate = new AtomicReference<>();
		Thread caller = Thread.currentThread();
		this.manager.subscribe((it) -> {
			if (Thread.currentThread() == caller) {
				immediate.set(it);
			}
		}).cancel();
		violatedIf(immediate.get() == session, "subscribe");
	}

	private static Optional<Session> result(Callable<Session> method) {
		try {
			return Optional.of(method.call());
		}
		catch (NotConnectedException ex) {
			return Optional.empty();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private void violatedIf(boolean violated, String method) {
		if (violated) {
			this.violations.merge(method, 1, Integer::sum);
		}
	}

	/**
	 * Waits without going to sleep: who is woken up comes when others are done.
	 */
	private static void spinUntil(BooleanSupplier condition) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - end > 0) {
				throw new AssertionError("Not in time");
			}
			Thread.onSpinWait();
		}
	}

	private static CompletableFuture<Void> onThreadOfItsOwn(Callable<Void> action) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				done.complete(action.call());
			}
			catch (Throwable ex) {
				done.completeExceptionally(ex);
			}
		}, "visibility-test-caller");
		thread.setDaemon(true);
		thread.start();
		return done;
	}

	/** So many rounds, or as many as there is time for. */
	private static final class Rounds {

		private final long end = System.nanoTime() + LONG_ENOUGH.toNanos();

		private final AtomicInteger begun = new AtomicInteger();

		boolean next() {
			if (System.nanoTime() - this.end > 0 || this.begun.get() >= ROUNDS) {
				return false;
			}
			this.begun.incrementAndGet();
			return true;
		}

		@Override
		public String toString() {
			return this.begun + " rounds";
		}

	}

}
