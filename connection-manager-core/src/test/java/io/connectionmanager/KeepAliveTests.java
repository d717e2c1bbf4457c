package io.connectionmanager;

import java.io.EOFException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.testing.VirtualTime;

import static io.connectionmanager.ConnectionState.CONNECTED;
import static io.connectionmanager.ConnectionState.STOPPED;
import static io.connectionmanager.ConnectionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Promise 24: a silent peer is noticed.
 */
class KeepAliveTests extends InVirtualTime {

	private static final Duration INTERVAL = Duration.ofSeconds(30);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration A_NANO = Duration.ofNanos(1);

	private static final Duration A_SECOND = Duration.ofSeconds(1);

	private static final KeepAliveProbe NOTHING = () -> {
	};

	/** When the probe was called, counted from the beginning. */
	private final List<Duration> probes = new ArrayList<>();

	private Instant beginning;

	private ConnectionAttempt attempt;

	private ConnectionManager<String> manager;

	/** What the peer does when it is probed. */
	private KeepAliveProbe answer = () -> this.attempt.alive();

	@BeforeEach
	void begin() {
		this.beginning = this.time.now();
	}

	/** Adds a step to the script: succeeds, and is watched. */
	private void watched() {
		this.connector.then((attempt) -> {
			this.attempt = attempt;
			attempt.keepAlive(this::probe);
			attempt.connected();
			return this.connector.connection();
		});
	}

	private void probe() throws Exception {
		this.probes.add(Duration.between(this.beginning, this.time.now()));
		this.answer.probe();
	}

	private ConnectionManager<String> startWatched() {
		watched();
		return start();
	}

	@Test
	@DisplayName("Promise 24: a silent peer is noticed after interval and timeout, and not a nanosecond before")
	void a_silent_peer_is_noticed_within_interval_and_timeout() {
		this.answer = NOTHING;
		ConnectionManager<String> manager = startWatched();
		advance(INTERVAL.minus(A_NANO));
		assertThat(this.probes).isEmpty();
		advance(A_NANO);
		assertThat(this.probes).containsExactly(INTERVAL);
		advance(TIMEOUT.minus(A_NANO));
		assertThat(manager.isConnected()).isTrue();
		advance(A_NANO);
		ConnectionSnapshot<String> snapshot = manager.snapshot();
		assertThat(snapshot.state()).isEqualTo(WAITING);
		assertThat(snapshot.lastFailureKind()).contains(FailureKind.LIVENESS);
		assertThat(snapshot.lastFailure()).get()
			.isInstanceOf(KeepAliveTimeoutException.class)
			.extracting(Throwable::getMessage)
			.asString()
			.contains("'prices'", "attempt 1", "for 40 s", "interval 30 s", "timeout 10 s");
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(this.probes).hasSize(1);
	}

	@Test
	@DisplayName("Promise 24: a peer that answers each probe stays connected, and is probed once per interval")
	void a_peer_that_answers_stays_connected() {
		ConnectionManager<String> manager = startWatched();
		advance(INTERVAL.multipliedBy(5));
		assertThat(this.probes).containsExactly(INTERVAL, INTERVAL.multipliedBy(2), INTERVAL.multipliedBy(3),
				INTERVAL.multipliedBy(4), INTERVAL.multipliedBy(5));
		assertThat(manager.isConnected()).isTrue();
		assertThat(this.connector.attempts()).hasSize(1);
	}

	@Test
	@DisplayName("Promise 24: any sign of life postpones the probe by a whole interval")
	void a_sign_of_life_postpones_the_probe() {
		this.answer = NOTHING;
		ConnectionManager<String> manager = startWatched();
		for (int i = 0; i < 10; i++) {
			advance(INTERVAL.minus(A_NANO));
			this.attempt.alive();
		}
		assertThat(this.probes).isEmpty();
		advance(INTERVAL.minus(A_NANO));
		assertThat(this.probes).isEmpty();
		advance(A_NANO);
		assertThat(this.probes).hasSize(1);
		advance(TIMEOUT.minus(A_NANO));
		this.attempt.alive();
		advance(INTERVAL.plus(TIMEOUT).minus(A_NANO));
		assertThat(manager.isConnected()).isTrue();
		assertThat(this.probes).hasSize(2);
		advance(A_NANO);
		assertThat(manager.isConnected()).isFalse();
	}

	@Test
	@DisplayName("Promise 24: a timeout longer than the interval makes no probe late")
	void a_timeout_may_be_longer_than_the_interval() {
		this.answer = NOTHING;
		watched();
		ConnectionManager<String> manager = start(
				manager().settings(ConnectionSettings.builder().keepAlive(TIMEOUT, INTERVAL).build()));
		advance(TIMEOUT.plusSeconds(1));
		this.attempt.alive();
		advance(TIMEOUT);
		assertThat(this.probes).containsExactly(TIMEOUT, TIMEOUT.multipliedBy(2).plusSeconds(1));
		advance(INTERVAL.minus(A_NANO));
		assertThat(manager.isConnected()).isTrue();
		advance(A_NANO);
		assertThat(manager.isConnected()).isFalse();
	}

	@Test
	@DisplayName("Promise 24: the watch begins when the connection is ready, or is watched, whichever comes last")
	void the_watch_begins_when_the_connection_is_ready() {
		this.answer = NOTHING;
		this.connector.then((attempt) -> {
			this.attempt = attempt;
			attempt.keepAlive(this::probe);
			return this.connector.connection();
		});
		ConnectionManager<String> manager = start(manager().timeout(Duration.ofMinutes(5)));
		advance(Duration.ofMinutes(2));
		assertThat(this.probes).isEmpty();
		this.attempt.connected();
		advance(INTERVAL.plus(TIMEOUT).minus(A_NANO));
		assertThat(manager.isConnected()).isTrue();
		advance(A_NANO);
		assertThat(manager.isConnected()).isFalse();
		advance(Duration.ofMinutes(1));
		assertThat(manager.isConnected()).isTrue();
		this.connector.lastAttempt().keepAlive(NOTHING);
		advance(INTERVAL.plus(TIMEOUT).minus(A_NANO));
		assertThat(manager.isConnected()).isTrue();
		advance(A_NANO);
		assertThat(manager.isConnected()).isFalse();
	}

	@Test
	@DisplayName("Promise 24: who does not call keepAlive, or has it disabled, is not watched")
	void who_does_not_ask_for_it_is_not_watched() {
		ConnectionManager<String> manager = start();
		this.connector.lastAttempt().alive();
		advance(Duration.ofDays(1));
		assertThat(manager.isConnected()).isTrue();
		watched();
		ConnectionManager<String> disabled = start(manager().settings(ConnectionSettings.builder()
			.keepAlive(new ConnectionSettings.KeepAlive(false, INTERVAL, TIMEOUT))
			.build()));
		advance(Duration.ofDays(1));
		assertThat(disabled.isConnected()).isTrue();
		assertThat(this.probes).isEmpty();
		assertThat(this.time.pendingTimers()).isZero();
	}

	@Test
	@DisplayName("Promise 24: a later probe replaces an earlier one, and the watch goes on as it was")
	void a_later_probe_replaces_an_earlier_one() {
		ConnectionManager<String> manager = startWatched();
		advance(INTERVAL.minus(A_NANO));
		List<String> called = new ArrayList<>();
		this.attempt.keepAlive(() -> called.add("second"));
		assertThat(this.time.pendingTimers()).isEqualTo(1);
		advance(A_NANO);
		assertThat(this.probes).isEmpty();
		assertThat(called).containsExactly("second");
		advance(TIMEOUT);
		assertThat(manager.isConnected()).isFalse();
		assertThatNullPointerException().isThrownBy(() -> this.attempt.keepAlive(null)).withMessage("probe");
	}

	@Test
	@DisplayName("Promise 24: a probe that throws loses the connection with that cause, at once")
	void a_probe_that_throws_loses_the_connection() {
		EOFException failure = new EOFException("end of stream");
		this.answer = () -> {
			throw failure;
		};
		ConnectionManager<String> manager = startWatched();
		advance(INTERVAL);
		assertThat(manager.snapshot().state()).isEqualTo(WAITING);
		assertThat(manager.snapshot().lastFailure()).containsSame(failure);
		assertThat(manager.snapshot().lastFailureKind()).contains(FailureKind.CLOSED_BY_PEER);
	}

	@Test
	@DisplayName("Promise 24: of kind liveness, unless the cause says more")
	void a_probe_that_throws_something_vague_is_a_loss_of_kind_liveness() {
		List<FailureKind> kinds = new ArrayList<>();
		for (Throwable failure : List.of(FAILURE, new SocketException("reset"), new Exception(),
				new StackOverflowError(), new InterruptedException())) {
			this.answer = () -> KeepAliveTests.<RuntimeException>raise(failure);
			watched();
			ConnectionManager<String> manager = start();
			advance(INTERVAL);
			assertThat(manager.snapshot().lastFailure()).containsSame(failure);
			manager.snapshot().lastFailureKind().ifPresent(kinds::add);
			manager.stop();
			this.time.settle();
		}
		assertThat(kinds).containsExactly(FailureKind.LIVENESS, FailureKind.RESET, FailureKind.LIVENESS,
				FailureKind.LIVENESS, FailureKind.LIVENESS);
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> void raise(Throwable failure) throws E {
		throw (E) failure;
	}

	@Test
	@DisplayName("Promises 24 and 27: a probe that hangs is interrupted, postpones nothing and is never called twice")
	void a_probe_that_hangs_is_interrupted_and_the_connection_lost() {
		List<String> events = new ArrayList<>();
		this.answer = () -> {
			try {
				this.time.gate().pass();
			}
			catch (InterruptedException ex) {
				events.add("interrupted");
				throw ex;
			}
		};
		ConnectionManager<String> manager = startWatched();
		advance(INTERVAL.plus(TIMEOUT).minus(A_NANO));
		assertThat(events).isEmpty();
		assertThat(manager.isConnected()).isTrue();
		advance(A_NANO);
		assertThat(manager.isConnected()).isFalse();
		assertThat(manager.snapshot().lastFailure()).get().isInstanceOf(KeepAliveTimeoutException.class);
		assertThat(events).containsExactly("interrupted");
		assertThat(this.time.blockedTasks()).isZero();
		assertThat(manager.snapshot().details()).isEmpty();
	}

	@Test
	@DisplayName("Promise 24: silence is the cause of the loss, even if the interrupt of the probe ends the connection")
	void the_loss_is_reported_before_the_probe_is_interrupted() throws Exception {
		CompletableFuture<FailureKind> kind = new CompletableFuture<>();
		CountDownLatch never = new CountDownLatch(1);
		Executor worker = (task) -> new Thread(task) {

			@Override
			public void interrupt() {
				// As a virtual thread closes the socket that it reads from.
				KeepAliveTests.this.attempt.disconnected(new SocketException("Connection reset"));
				super.interrupt();
			}

		}.start();
		this.answer = never::await;
		watched();
		try (ConnectionRuntime runtime = ConnectionRuntime.builder().worker(worker).build();
				ConnectionManager<String> manager = ConnectionManager.builder("silent", this.connector)
					.runtime(runtime)
					.settings(ConnectionSettings.builder()
						.keepAlive(Duration.ofMillis(10), Duration.ofMillis(10))
						.build())
					.listener((transition) -> transition.failureKind().ifPresent(kind::complete))
					.build()) {
			manager.start();
			assertThat(kind.get(20, TimeUnit.SECONDS)).isEqualTo(FailureKind.LIVENESS);
		}
	}

	@Test
	@DisplayName("Promise 24: data that arrives while the probe hangs counts as life, and no second probe is called")
	void data_counts_as_life_while_the_probe_hangs() {
		VirtualTime.Gate gate = gate();
		this.answer = gate::pass;
		ConnectionManager<String> manager = startWatched();
		advance(INTERVAL.plus(A_SECOND));
		for (int i = 0; i < 5; i++) {
			this.attempt.alive();
			advance(INTERVAL);
		}
		assertThat(this.probes).hasSize(1);
		assertThat(manager.isConnected()).isTrue();
		gate.open();
		this.attempt.alive();
		advance(INTERVAL);
		assertThat(this.probes).hasSize(2);
		this.attempt.alive();
		advance(INTERVAL.plus(TIMEOUT).minus(A_NANO));
		assertThat(manager.isConnected()).isTrue();
	}

	@Test
	@DisplayName("Promises 24 and 27: a probe that does not return counts among the abandoned calls until it does")
	void a_probe_that_does_not_return_is_an_abandoned_call() {
		VirtualTime.Gate gate = gate();
		this.answer = () -> passUninterruptibly(gate);
		ConnectionManager<String> manager = startWatched();
		watched();
		watched();
		for (int i = 1; i <= 3; i++) {
			advance(INTERVAL.plus(TIMEOUT));
			assertThat(manager.snapshot().details()).isEqualTo(Map.of("abandoned", i));
			advance(Duration.ofSeconds(2));
		}
		assertThat(this.connector.attempts()).hasSize(3);
		assertThat(manager.snapshot().nextAttemptAt()).contains(this.time.now().plus(Duration.ofHours(1)));
		gate.open();
		this.time.settle();
		assertThat(manager.snapshot().details()).isEmpty();
		assertThat(this.connector.attempts()).hasSize(4);
		assertThat(manager.isConnected()).isTrue();
	}

	private static void passUninterruptibly(VirtualTime.Gate gate) {
		boolean passed = false;
		while (!passed) {
			try {
				gate.pass();
				passed = true;
			}
			catch (InterruptedException ex) {
				// Like a library that is stuck in native code.
			}
		}
	}

	@Test
	@DisplayName("Promise 24: the watch ends with the attempt")
	void the_watch_ends_with_the_attempt() {
		this.answer = NOTHING;
		ConnectionManager<String> manager = startWatched();
		ConnectionAttempt first = this.attempt;
		first.disconnected(FAILURE);
		assertThat(this.time.pendingTimers()).isEqualTo(1);
		watched();
		advance(Duration.ofSeconds(2));
		assertThat(this.attempt).isNotSameAs(first);
		advance(INTERVAL.plus(TIMEOUT).minus(A_NANO));
		// Of the first attempt, which is over.
		first.alive();
		first.keepAlive(NOTHING);
		assertThat(manager.isConnected()).isTrue();
		advance(A_NANO);
		assertThat(manager.isConnected()).isFalse();
		assertThat(this.probes).hasSize(1);
	}

	@Test
	@DisplayName("Promise 24: a probe under way when the manager is stopped is interrupted, and ends no drain")
	void a_stop_interrupts_the_probe_and_drains_as_ever() {
		this.answer = this.time.gate()::pass;
		VirtualTime.Gate draining = gate();
		watched();
		ConnectionManager<String> manager = start(manager().subscriber(new ConnectionSubscriber<>() {

			@Override
			public void connected(String connection) {
			}

			@Override
			public void disconnected(String connection, Throwable cause) throws Exception {
				draining.pass();
			}

		}));
		advance(INTERVAL);
		CompletableFuture<Void> stopped = manager.stop().toCompletableFuture();
		this.time.settle();
		assertThat(this.connector.closed()).isEmpty();
		assertThat(manager.snapshot().state()).isEqualTo(STOPPED);
		draining.open();
		this.time.settle();
		assertThat(stopped).isCompleted();
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(this.time.pendingTimers()).isZero();
		assertThat(manager.snapshot().lastFailure()).isEmpty();
	}

	@Test
	@DisplayName("Promises 24 and 28: a silent peer is noticed in time where no worker is free, or takes the probe and drops it")
	void a_silent_peer_is_noticed_where_no_worker_is_free() {
		boolean[] dropping = { false };
		Executor worker = this.time.worker();
		ConnectionRuntime runtime = this.time.runtimeBuilder().worker((task) -> {
			if (!dropping[0]) {
				worker.execute(task);
			}
		}).build();
		watched();
		ConnectionManager<String> manager = start(manager().runtime(runtime));
		dropping[0] = true;
		advance(INTERVAL.plus(TIMEOUT).minus(A_NANO));
		assertThat(manager.isConnected()).isTrue();
		advance(A_NANO);
		assertThat(manager.isConnected()).isFalse();
		assertThat(this.probes).isEmpty();
		dropping[0] = false;
		advance(Duration.ofMinutes(1));
		assertThat(manager.isConnected()).isTrue();
	}

	@Test
	@DisplayName("Promises 24 and 28: a worker that refuses the probe for a while is asked again, and the connection stays")
	void a_probe_that_was_refused_is_called_later() {
		boolean[] refusing = { false };
		Executor worker = this.time.worker();
		ConnectionRuntime runtime = this.time.runtimeBuilder().worker((task) -> {
			if (refusing[0]) {
				throw new RejectedExecutionException("played");
			}
			worker.execute(task);
		}).build();
		watched();
		ConnectionManager<String> manager = start(manager().runtime(runtime));
		refusing[0] = true;
		advance(INTERVAL.plusSeconds(5));
		assertThat(this.probes).isEmpty();
		refusing[0] = false;
		advance(Duration.ofHours(1));
		assertThat(this.probes).hasSizeGreaterThan(100);
		assertThat(manager.isConnected()).isTrue();
		assertThat(this.connector.attempts()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@DisplayName("Promises 24 and 28: with a timer that drops or throws, a silent peer is noticed two seconds later at the most")
	void a_silent_peer_is_noticed_where_the_timer_fails(boolean drops) {
		boolean[] failing = { false };
		ConnectionRuntime.Timer timer = this.time.runtime().timer();
		ConnectionRuntime runtime = this.time.runtimeBuilder().timer((task, delay) -> {
			// The sweep finds out: it needs a timer that works.
			if (failing[0] && !(task instanceof ConnectionRuntime.Housekeeping)) {
				if (drops) {
					return () -> {
					};
				}
				throw new IllegalStateException("played");
			}
			return timer.schedule(task, delay);
		}).build();
		ConnectionManager<String> manager = null;
		try (Logs logs = Logs.capture()) {
			this.answer = NOTHING;
			watched();
			manager = start(manager().runtime(runtime));
			// Past the time when the connection becomes stable.
			advance(A_SECOND);
			failing[0] = true;
			this.attempt.alive();
			advance(INTERVAL.plus(TIMEOUT));
			assertThat(this.probes).hasSize(1);
			assertThat(manager.isConnected()).isTrue();
			advance(A_SECOND.multipliedBy(2));
			assertThat(manager.isConnected()).isFalse();
			assertThat(logs.events()
				.stream()
				.anyMatch((event) -> event.getFormattedMessage().contains("Unexpected failure in the timer")))
				.isNotEqualTo(drops);
		}
		failing[0] = false;
		advance(Duration.ofMinutes(1));
		assertThat(manager.isConnected()).isTrue();
	}

	@Test
	@DisplayName("Promises 24 and 30: a probe finds its thread as it was made, and may do whatever a callback may")
	void a_probe_finds_its_thread_as_it_was_made() {
		List<String> names = new ArrayList<>();
		List<Boolean> interrupted = new ArrayList<>();
		List<Boolean> inside = new ArrayList<>();
		this.answer = () -> {
			inside.add(this.time.runtime().isInCallbackOf(this.manager));
			names.add(Thread.currentThread().getName());
			interrupted.add(Thread.currentThread().isInterrupted());
			Thread.currentThread().setName("renamed by a probe");
			Thread.currentThread().interrupt();
			this.attempt.alive();
		};
		this.manager = startWatched();
		advance(INTERVAL.multipliedBy(3));
		assertThat(names).hasSize(3).doesNotContain("renamed by a probe");
		assertThat(interrupted).containsOnly(false);
		assertThat(inside).containsOnly(true);
		this.answer = this.manager::close;
		advance(INTERVAL);
		assertThat(this.manager.snapshot().state()).isEqualTo(ConnectionState.CLOSED);
	}

	@Test
	@DisplayName("Promises 24 and 29: signs of life grow nothing, whoever gives them")
	void signs_of_life_set_no_timers() {
		ConnectionManager<String> manager = startWatched();
		for (int i = 0; i < 100_000; i++) {
			this.attempt.alive();
		}
		assertThat(this.time.pendingTimers()).isEqualTo(1);
		assertThat(manager.snapshot().state()).isEqualTo(CONNECTED);
	}

}
