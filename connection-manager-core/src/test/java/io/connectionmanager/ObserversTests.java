package io.connectionmanager;

import java.io.EOFException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ch.qos.logback.classic.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.connectionmanager.testing.VirtualTime;

import static io.connectionmanager.ConnectionState.CONNECTED;
import static io.connectionmanager.ConnectionState.CONNECTING;
import static io.connectionmanager.ConnectionState.STOPPED;
import static io.connectionmanager.ConnectionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Observers; and what readers see.
 */
class ObserversTests extends InVirtualTime {

	private static final Duration DELAY = Duration.ofSeconds(2);

	@Test
	@DisplayName("Promise 20: every transition exactly once, in order, with cause, kind, attempt, duration and time")
	void a_listener_sees_every_transition_as_it_was() {
		this.connector.fail(FAILURE).readyAfter(Duration.ofSeconds(3));
		Instant beginning = this.time.now();
		ConnectionManager<String> manager = start();
		advance(DELAY.plusSeconds(3).plusSeconds(60));
		manager.stop();
		this.time.settle();
		assertThat(this.listener.transitions()).containsExactly(
				transition(STOPPED, CONNECTING, 1, null, beginning, 0, 1, null, null),
				transition(CONNECTING, WAITING, 1, FAILURE, beginning, 0, 1, FailureKind.OTHER, null),
				transition(WAITING, CONNECTING, 2, null, beginning.plusSeconds(2), 2, 2, null, null),
				transition(CONNECTING, CONNECTED, 2, null, beginning.plusSeconds(5), 3, 2, null, "c1"),
				transition(CONNECTED, STOPPED, 0, null, beginning.plusSeconds(65), 60, 2, FailureKind.REQUESTED, "c1"));
	}

	@Test
	@DisplayName("Promise 20: off the machine, so that one that blocks or throws delays nobody and misses nothing")
	void a_blocked_or_throwing_listener_disturbs_nobody_and_misses_nothing() {
		VirtualTime.Gate gate = gate();
		List<ConnectionState> seen = new ArrayList<>();
		ConnectionManager<String> manager = start(manager().listener((transition) -> {
			if (seen.isEmpty()) {
				pass(gate);
			}
			seen.add(transition.to());
			throw new IllegalStateException("played");
		}));
		assertThat(manager.isConnected()).isTrue();
		manager.connectionLost(manager.requireConnection(), FAILURE);
		advance(DELAY);
		assertThat(this.listener.states()).containsExactly(CONNECTING, CONNECTED, WAITING, CONNECTING, CONNECTED);
		assertThat(seen).isEmpty();
		gate.open();
		this.time.settle();
		assertThat(seen).isEqualTo(this.listener.states());
	}

	@Test
	@DisplayName("Promise 20: with the connection that came or went")
	void a_listener_that_wants_to_is_given_the_connection() {
		List<Optional<?>> connections = new ArrayList<>();
		ConnectionManager<String> manager = start(manager().listener(new ConnectionListener() {

			@Override
			public void onTransition(ConnectionTransition transition) {
				throw new IllegalStateException("the other one is called");
			}

			@Override
			public void onTransition(ConnectionTransition transition, Optional<?> connection) {
				connections.add(connection);
			}

		}));
		manager.connectionLost(manager.requireConnection(), FAILURE);
		this.time.settle();
		assertThat(connections).isEqualTo(List.of(Optional.empty(), Optional.of("c1"), Optional.of("c1")));
	}

	@ParameterizedTest
	@CsvSource({ "2026-07-01T10:00:00.123456789Z, 2026-07-01T10:00:00.123456789Z",
			"1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999999Z",
			"+1000000-01-01T00:00:00Z, 2262-04-11T23:47:16.854775807Z",
			"-1000000-01-01T00:00:00Z, 1677-09-21T00:12:43.145224192Z" })
	void a_clock_may_show_any_time(Instant shown, Instant seen) {
		ConnectionRuntime runtime = this.time.runtimeBuilder().clock(Clock.fixed(shown, ZoneOffset.UTC)).build();
		ConnectionManager<String> manager = start(manager().runtime(runtime));
		assertThat(manager.isConnected()).isTrue();
		assertThat(manager.snapshot().since()).isEqualTo(seen);
	}

	@Test
	@DisplayName("Promise 21: logged once when it starts (WARN) and once when it ends (INFO, with length and attempts)")
	void a_short_outage_is_two_lines() {
		try (Logs logs = Logs.capture()) {
			ConnectionManager<String> manager = start();
			this.connector.fail(FAILURE, 2).fail(new IllegalArgumentException("garbage"));
			manager.connectionLost(manager.requireConnection(), new EOFException("closed by peer"));
			advance(DELAY.multipliedBy(4).plus(STABLE).minusNanos(1));
			assertThat(logs.from(Level.INFO)).hasSize(2);
			advance(Duration.ofNanos(1));
			assertThat(logs.from(Level.INFO)).containsExactly("INFO Connection 'prices' up",
					"WARN Connection 'prices' lost (closed-by-peer): EOFException: closed by peer",
					"INFO Connection 'prices' up again after 8 s; 4 attempts; causes: closed-by-peer x1, "
							+ "protocol x1, other x2; 1 flap");
		}
	}

	@Test
	@DisplayName("Promise 21: with key-value pairs for structured logging")
	void what_is_logged_carries_its_facts_apart_from_the_text() {
		this.connector.fail(FAILURE);
		try (Logs logs = Logs.capture()) {
			start();
			advance(DELAY.plus(STABLE));
			List<String> facts = logs.events()
				.stream()
				.filter((event) -> event.getLevel().isGreaterOrEqual(Level.INFO))
				.map((event) -> event.getKeyValuePairs().toString())
				.toList();
			assertThat(facts).containsExactly(
					"[connection=\"prices\", attempts=\"1\", outageMillis=\"0\", kind=\"other\"]",
					"[connection=\"prices\", attempts=\"2\", outageMillis=\"2000\"]");
		}
	}

	@Test
	@DisplayName("Promise 21: a connection that was never up is not up again")
	void an_outage_from_the_start_is_two_lines_too() {
		this.connector.fail(FAILURE);
		try (Logs logs = Logs.capture()) {
			start();
			advance(DELAY.plus(STABLE));
			assertThat(logs.from(Level.INFO)).containsExactly(
					"WARN Connection 'prices' failed (other): IllegalStateException: " + FAILURE.getMessage(),
					"INFO Connection 'prices' up after 2 s; 2 attempts; causes: other x1");
		}
	}

	@Test
	@DisplayName("Promise 21: log, history and snapshot count the attempts of an outage alike")
	void an_attempt_that_was_stopped_before_is_not_part_of_the_outage() {
		ConnectionHistory history = new ConnectionHistory(5, Masking.standard());
		this.connector.neverReady();
		try (Logs logs = Logs.capture()) {
			ConnectionManager<String> manager = start(manager().listener(history));
			manager.stop();
			this.time.settle();
			this.connector.fail(FAILURE);
			manager.start();
			this.time.settle();
			assertThat(manager.snapshot().attempt()).isEqualTo(1);
			assertThat(history.outage()).get().extracting(Outage::attempts).isEqualTo(1);
			manager.stop();
			this.time.settle();
			assertThat(history.outages()).singleElement().extracting(Outage::attempts).isEqualTo(1);
			assertThat(logs.from(Level.INFO)).last()
				.isEqualTo("INFO Connection 'prices' stopped while down for 0 ms; 1 attempt; causes: other x1");
		}
	}

	@Test
	@DisplayName("Promise 21: summed up now and then while it lasts; stack traces at DEBUG")
	void an_outage_of_an_hour_is_a_handful_of_lines() {
		this.connector.fail(FAILURE, 10_000);
		try (Logs logs = Logs.capture()) {
			start();
			advance(Duration.ofHours(1));
			assertThat(this.connector.attempts()).hasSizeGreaterThan(1_000);
			assertThat(logs.from(Level.INFO)).hasSizeBetween(4, 9)
				.startsWith("WARN Connection 'prices' failed (other): IllegalStateException: " + FAILURE.getMessage(),
						"WARN Connection 'prices' down for 1 min; 31 attempts; causes: other x31; last: "
								+ "IllegalStateException: " + FAILURE.getMessage());
			assertThat(logs.events()).filteredOn((event) -> event.getThrowableProxy() != null)
				.isNotEmpty()
				.allMatch((event) -> event.getLevel() == Level.DEBUG);
		}
	}

	@Test
	@DisplayName("Promises 8 and 21: a connection that flaps because it is reconnected is one outage, and one record")
	void a_connection_that_is_reconnected_before_it_is_stable_is_one_record() {
		ConnectionHistory history = new ConnectionHistory(10, Masking.standard());
		try (Logs logs = Logs.capture()) {
			ConnectionManager<String> manager = start(manager().listener(history));
			Instant beginning = this.time.now();
			for (int i = 0; i < 4; i++) {
				manager.reconnect();
				this.time.settle();
				assertThat(manager.snapshot().outageSince()).contains(beginning);
				advance(DELAY);
				assertThat(manager.isConnected()).isTrue();
			}
			advance(STABLE);
			assertThat(manager.snapshot().outageSince()).isEmpty();
			assertThat(logs.from(Level.INFO)).containsExactly("INFO Connection 'prices' up",
					"WARN Connection 'prices' given up (requested): reconnect() before it was stable",
					"INFO Connection 'prices' up again after 8 s; 4 attempts; causes: requested x4; 4 flaps");
			assertThat(manager.snapshot().flaps()).isEqualTo(4);
			assertThat(history.outages()).singleElement()
				.satisfies((outage) -> assertThat(outage.causes()).containsEntry(FailureKind.REQUESTED, 4));
			manager.reconnect();
			this.time.settle();
			assertThat(logs.from(Level.INFO)).last().isEqualTo("INFO Connection 'prices' up again");
		}
	}

	@Test
	@DisplayName("Promises 8 and 21: log and snapshot count the same flaps, also the one that begins an outage")
	void a_connection_that_is_lost_again_and_again_has_as_many_flaps_in_the_log_as_in_the_snapshot() {
		try (Logs logs = Logs.capture()) {
			ConnectionManager<String> manager = start();
			for (int flaps : new int[] { 3, 1 }) {
				for (int i = 0; i < flaps; i++) {
					advance(STABLE.minusNanos(1));
					manager.connectionLost(manager.requireConnection(), new EOFException());
					advance(DELAY);
				}
				advance(STABLE);
				// A loss of a stable connection is no flap.
				manager.connectionLost(manager.requireConnection(), new EOFException());
				advance(DELAY.plus(STABLE));
				manager.stop();
				manager.start();
				this.time.settle();
			}
			assertThat(logs.from(Level.INFO)).filteredOn((line) -> line.contains("causes"))
				.extracting((line) -> line.replaceFirst(".*causes: ", ""))
				.containsExactly("closed-by-peer x3; 3 flaps", "closed-by-peer x1", "closed-by-peer x1; 1 flap",
						"closed-by-peer x1");
			assertThat(manager.snapshot().flaps()).isEqualTo(4);
		}
	}

	@Test
	@DisplayName("Promise 21: no secret is logged")
	void what_looks_like_a_secret_is_masked_in_the_log() {
		this.connector.fail(new IllegalStateException("no route to tcp://joe:hunter2@feed.example, password=hunter2"));
		try (Logs logs = Logs.capture()) {
			start();
			assertThat(logs.from(Level.INFO)).isNotEmpty().noneMatch((line) -> line.contains("hunter2"));
		}
	}

	@Test
	void a_snapshot_is_one_consistent_view() {
		this.connector.fail(FAILURE).succeed().fail(FAILURE);
		ConnectionManager<String> manager = build(manager());
		assertThat(manager.snapshot()).isEqualTo(
				new ConnectionSnapshot<>("prices", STOPPED, this.time.now(), Optional.empty(), 0, 0, Optional.empty(),
						Optional.empty(), 0, 0, 0, 0, false, 0, Optional.empty(), Optional.empty(), false, Map.of()));
		manager.start();
		this.time.settle();
		Instant outageSince = this.time.now();
		assertThat(manager.snapshot()).isEqualTo(new ConnectionSnapshot<>("prices", WAITING, this.time.now(),
				Optional.empty(), 1, 1, Optional.of(FAILURE), Optional.of(this.time.now().plus(DELAY)), 0, 0, 1, 0,
				false, 1, Optional.of(outageSince), Optional.of(FailureKind.OTHER), false, Map.of()));
		advance(DELAY);
		assertThat(manager.snapshot()).isEqualTo(new ConnectionSnapshot<>("prices", CONNECTED, this.time.now(),
				Optional.of("c1"), 2, 2, Optional.of(FAILURE), Optional.empty(), 1, 0, 1, 0, false, 1,
				Optional.of(outageSince), Optional.of(FailureKind.OTHER), false, Map.of()));
		advance(Duration.ofSeconds(10));
		assertThat(manager.snapshot().stable()).isTrue();
		assertThat(manager.snapshot().delayNumber()).isZero();
		assertThat(manager.snapshot().outageSince()).isEmpty();
	}

	@Test
	@DisplayName("Promise 8: a connection that ends before it was stable is a flap of the same outage")
	void a_snapshot_counts_flaps() {
		this.connector.fail(FAILURE);
		ConnectionManager<String> manager = start();
		advance(DELAY);
		manager.connectionLost(manager.requireConnection(), null);
		assertThat(manager.snapshot().disconnects()).isEqualTo(1);
		assertThat(manager.snapshot().flaps()).isEqualTo(1);
		assertThat(manager.snapshot().lastFailure()).get().isInstanceOf(ConnectionLostException.class);
	}

	@Test
	void who_requires_a_connection_that_is_not_there_is_told_why() {
		this.connector.fail(new IllegalStateException("refused by tcp://joe:hunter2@feed.example"));
		ConnectionManager<String> manager = start();
		advance(Duration.ofMillis(500));
		assertThatExceptionOfType(NotConnectedException.class).isThrownBy(manager::requireConnection)
			.withMessage(
					"Connection 'prices' is WAITING since %s (500 ms); attempt 1; last failure: "
							+ "IllegalStateException: refused by tcp://******@feed.example; next attempt at %s",
					this.time.now().minusMillis(500), this.time.now().plusMillis(1500));
	}

	@Test
	void waiting_for_a_connection_ends_when_it_is_ready() throws Exception {
		this.connector.readyAfter(Duration.ofSeconds(3));
		ConnectionManager<String> manager = start();
		Waiting waiting = new Waiting(manager, Duration.ofSeconds(4));
		advance(Duration.ofSeconds(3));
		assertThat(waiting.outcome()).isEqualTo("c1");
		assertThat(this.time.pendingTimers()).isZero();
		assertThat(manager.awaitConnection(Duration.ZERO)).isEqualTo("c1");
	}

	@Test
	void waiting_for_a_connection_ends_when_it_has_taken_too_long() throws Exception {
		this.connector.neverReady();
		ConnectionManager<String> manager = start();
		Waiting waiting = new Waiting(manager, Duration.ofSeconds(4));
		advance(Duration.ofSeconds(4));
		assertThat((Throwable) waiting.outcome()).isInstanceOf(NotConnectedException.class)
			.hasMessage("Connection 'prices' is CONNECTING since %s (4 s) and was not ready within 4 s; attempt 1",
					this.time.now().minusSeconds(4));
	}

	@Test
	void waiting_for_a_connection_ends_with_an_interrupt() throws Exception {
		this.connector.neverReady();
		ConnectionManager<String> manager = start();
		Waiting waiting = new Waiting(manager, Duration.ofSeconds(4));
		waiting.interrupt();
		assertThat(waiting.outcome()).isInstanceOf(InterruptedException.class);
	}

	@Test
	void waiting_for_a_connection_ends_when_the_manager_is_closed() throws Exception {
		this.connector.neverReady();
		ConnectionManager<String> manager = start();
		Waiting waiting = new Waiting(manager, Duration.ofSeconds(4));
		manager.close();
		assertThat(waiting.outcome()).isInstanceOf(ManagerClosedException.class);
	}

	@Test
	void a_complaint_about_an_earlier_connection_is_ignored() {
		ConnectionManager<String> manager = start();
		String first = manager.requireConnection();
		advance(Duration.ofSeconds(10));
		manager.reconnect();
		this.time.settle();
		manager.connectionLost(first, FAILURE);
		assertThat(manager.isConnected()).isTrue();
		manager.connectionLost(manager.requireConnection(), FAILURE);
		assertThat(manager.isConnected()).isFalse();
		assertThat(manager.snapshot().lastFailure()).containsSame(FAILURE);
	}

	private static ConnectionTransition transition(ConnectionState from, ConnectionState to, int attempt,
			Throwable cause, Instant at, int secondsInPrevious, long generation, FailureKind kind, Object connection) {
		return new ConnectionTransition("prices", from, to, attempt, Optional.ofNullable(cause), at,
				Duration.ofSeconds(secondsInPrevious), generation, Optional.ofNullable(kind),
				Optional.ofNullable(connection));
	}

	private static void pass(VirtualTime.Gate gate) {
		try {
			gate.pass();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Somebody who waits for a connection, and does so when this has been made.
	 */
	private final class Waiting {

		private final Thread thread;

		private volatile Object outcome;

		Waiting(ConnectionManager<String> manager, Duration atMost) {
			int timers = ObserversTests.this.time.pendingTimers();
			this.thread = new Thread(() -> {
				try {
					this.outcome = manager.awaitConnection(atMost);
				}
				catch (Exception ex) {
					this.outcome = ex;
				}
			});
			this.thread.start();
			Awaitility.await()
				.until(() -> ObserversTests.this.time.pendingTimers() > timers
						&& this.thread.getState() == Thread.State.TIMED_WAITING);
		}

		void interrupt() {
			this.thread.interrupt();
		}

		Object outcome() throws InterruptedException {
			this.thread.join();
			return this.outcome;
		}

	}

}
