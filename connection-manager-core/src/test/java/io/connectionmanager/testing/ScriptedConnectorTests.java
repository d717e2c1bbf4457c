package io.connectionmanager.testing;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectTimeoutException;
import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.FailureKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ScriptedConnectorTests {

	private static final Duration RECONNECT_AFTER = Duration.ofSeconds(2);

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final VirtualTime time = new VirtualTime();

	private final ScriptedConnector<String> connector = new ScriptedConnector<>(this.time, (n) -> "c" + n);

	private final ConnectionManager<String> manager = ConnectionManager.builder("scripted", this.connector)
		.reconnectAfter(RECONNECT_AFTER)
		.timeout(TIMEOUT)
		.runtime(this.time.runtime())
		.build();

	@AfterEach
	void close() {
		this.manager.close();
		this.time.close();
	}

	@Test
	void succeeds_at_once_without_a_script() {
		start();
		assertThat(this.manager.requireConnection()).isEqualTo("c1");
		assertThat(this.connector.opened()).containsExactly("c1");
		assertThat(this.connector.open()).containsExactly("c1");
		assertThat(this.connector.closed()).isEmpty();
	}

	@Test
	void a_peer_answers_some_probes_and_then_falls_silent() {
		this.connector.succeedThenFallSilent(2);
		start();
		this.time.advance(Duration.ofSeconds(99));
		assertThat(this.manager.isConnected()).isTrue();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.manager.snapshot().lastFailureKind()).contains(FailureKind.LIVENESS);
	}

	@Test
	void a_peer_says_when_to_come_back() {
		this.connector.retryAfter(Duration.ofMinutes(1));
		start();
		this.time.advance(Duration.ofSeconds(59));
		assertThat(this.manager.isConnected()).isFalse();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.manager.isConnected()).isTrue();
	}

	@Test
	void attempts_at_a_failing_endpoint_fail_and_take_no_step() {
		URI first = URI.create("tcp://first.example");
		URI second = URI.create("tcp://second.example");
		IOException failure = new IOException("refused");
		this.connector.failAt(first, failure).neverReady();
		try (ConnectionManager<String> several = ConnectionManager.builder("several", this.connector)
			.endpoints(List.of(first, second))
			.runtime(this.time.runtime())
			.start()) {
			this.time.settle();
			assertThat(several.snapshot().lastFailure()).containsSame(failure);
			this.time.advance(RECONNECT_AFTER);
			assertThat(several.connection()).contains("c1");
			assertThat(this.connector.lastAttempt().endpoint()).contains(second);
		}
	}

	@Test
	void follows_the_script_step_by_step_and_then_succeeds() {
		IOException failure = new IOException("refused");
		this.connector.fail(failure, 2).neverReady().reject();
		start();
		assertFailedWith(failure);
		this.time.advance(RECONNECT_AFTER);
		assertFailedWith(failure);
		this.time.advance(RECONNECT_AFTER);
		assertThat(this.manager.snapshot().state()).isEqualTo(ConnectionState.CONNECTING);
		this.time.advance(TIMEOUT.plus(RECONNECT_AFTER));
		assertThat(this.manager.snapshot().state()).isEqualTo(ConnectionState.SUSPENDED);
		assertThat(this.manager.snapshot().lastFailure()).containsInstanceOf(ConnectionRejectedException.class);
		start();
		assertThat(this.manager.requireConnection()).isEqualTo("c2");
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(this.connector.attempts()).extracting(ConnectionAttempt::number).containsExactly(1, 2, 3, 4, 5);
	}

	@Test
	void hangs_until_it_is_interrupted() {
		this.connector.hang();
		start();
		assertThat(this.time.blockedTasks()).isEqualTo(1);
		this.time.advance(TIMEOUT);
		assertThat(this.time.blockedTasks()).isZero();
		assertThat(this.manager.snapshot().lastFailure()).containsInstanceOf(ConnectTimeoutException.class);
		assertThat(this.connector.opened()).isEmpty();
	}

	@Test
	void succeeds_late_and_does_not_heed_an_interrupt() {
		Duration late = TIMEOUT.plusNanos(1_500_000);
		this.connector.succeedLate(late);
		start();
		this.time.advance(late.minusNanos(1));
		assertThat(this.manager.snapshot().lastFailure()).containsInstanceOf(ConnectTimeoutException.class);
		assertThat(this.connector.opened()).isEmpty();
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.connector.opened()).containsExactly("c1");
		assertThat(this.connector.closed()).containsExactly("c1");
	}

	@Test
	void is_ready_after_a_while() {
		this.connector.readyAfter(Duration.ofSeconds(5));
		start();
		assertThat(this.connector.opened()).containsExactly("c1");
		this.time.advance(Duration.ofSeconds(5).minusNanos(1));
		assertThat(this.manager.isConnected()).isFalse();
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.manager.isConnected()).isTrue();
	}

	@Test
	void loses_what_it_has_opened_after_a_while() {
		EOFException cause = new EOFException();
		this.connector.succeedThenLose(Duration.ofMinutes(1), cause);
		start();
		this.time.advance(Duration.ofMinutes(1).minusNanos(1));
		assertThat(this.manager.isConnected()).isTrue();
		this.time.advance(Duration.ofNanos(1));
		assertFailedWith(cause);
	}

	@Test
	void a_connection_that_is_closed_takes_its_events_with_it() {
		this.connector.readyAfter(Duration.ofSeconds(5)).succeedThenLose(Duration.ofMinutes(1), null);
		start();
		assertThat(this.time.pendingTimers()).isEqualTo(2);
		this.manager.stop();
		this.time.settle();
		assertThat(this.time.pendingTimers()).isZero();
		start();
		this.manager.stop();
		this.time.settle();
		assertThat(this.time.pendingTimers()).isZero();
	}

	@Test
	void does_what_one_says() {
		this.connector.then((attempt) -> {
			attempt.connected();
			return this.connector.connection() + " of attempt " + attempt.number();
		});
		start();
		assertThat(this.manager.requireConnection()).isEqualTo("c1 of attempt 1");
	}

	@Test
	void counts_a_connection_as_closed_when_closing_begins() {
		VirtualTime.Gate gate = this.time.gate();
		this.connector.blockOnClose(gate);
		start();
		this.time.advance(Duration.ofSeconds(10));
		this.manager.reconnect();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(this.connector.open()).containsExactly("c2");
		assertThat(this.time.blockedTasks()).isEqualTo(1);
		gate.open();
	}

	@Test
	void fails_on_close() {
		IOException failure = new IOException("broken pipe");
		this.connector.failOnClose(failure);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.connector.close("c")).isSameAs(failure);
		assertThat(this.connector.closed()).containsExactly("c");
	}

	@Test
	void hands_out_the_latest_attempt_to_signal_through() {
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(this.connector::lastAttempt);
		this.connector.neverReady();
		start();
		this.connector.lastAttempt().connected();
		assertThat(this.manager.isConnected()).isTrue();
		assertThat(List.of(this.connector.lastAttempt())).isEqualTo(this.connector.attempts());
	}

	private void start() {
		this.manager.start();
		this.time.settle();
	}

	private void assertFailedWith(Throwable failure) {
		assertThat(this.manager.snapshot().state()).isEqualTo(ConnectionState.WAITING);
		assertThat(this.manager.snapshot().lastFailure()).containsSame(failure);
	}

}
