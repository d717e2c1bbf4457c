package io.connectionmanager;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static io.connectionmanager.ConnectionState.CONNECTED;
import static io.connectionmanager.ConnectionState.CONNECTING;
import static io.connectionmanager.ConnectionState.SUSPENDED;
import static io.connectionmanager.ConnectionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reconnecting. The arithmetic of the delays is tested with the machine.
 */
class ReconnectingTests extends InVirtualTime {

	@Test
	@DisplayName("Promise 7: the delay runs from the failure, and is never shorter")
	void the_next_attempt_comes_when_the_delay_after_a_failure_is_over_and_no_sooner() {
		this.connector.fail(FAILURE, 2);
		ConnectionManager<String> manager = start();
		Instant failedAt = this.time.now();
		assertThat(manager.snapshot().nextAttemptAt()).contains(failedAt.plusSeconds(2));
		advance(Duration.ofSeconds(2).minusNanos(1));
		assertThat(this.connector.attempts()).hasSize(1);
		advance(Duration.ofNanos(1));
		assertThat(this.connector.attempts()).hasSize(2);
	}

	@Test
	@DisplayName("Promise 7: the delay runs from the loss")
	void the_next_attempt_comes_when_the_delay_after_a_loss_is_over() {
		this.connector.succeedThenLose(Duration.ofMinutes(1), FAILURE);
		ConnectionManager<String> manager = start();
		advance(Duration.ofMinutes(1));
		assertThat(manager.snapshot().state()).isEqualTo(WAITING);
		assertThat(this.connector.closed()).containsExactly("c1");
		advance(Duration.ofSeconds(2).minusNanos(1));
		assertThat(this.connector.attempts()).hasSize(1);
		advance(Duration.ofNanos(1));
		assertThat(manager.snapshot().state()).isEqualTo(CONNECTED);
		assertThat(manager.snapshot().attempt()).isEqualTo(1);
	}

	@Test
	@DisplayName("Promise 7: the defaults are 2 s, and up to a fifth more")
	void by_default_it_is_two_seconds_and_a_fifth_at_the_most() {
		this.connector.fail(FAILURE, 3);
		this.time.randomness(0.5);
		ConnectionManager<String> manager = start(manager().settings(ConnectionSettings.defaults()));
		assertThat(manager.snapshot().nextAttemptAt()).contains(this.time.now().plusMillis(2_200));
		advance(Duration.ofMillis(2_199));
		assertThat(this.connector.attempts()).hasSize(1);
		advance(Duration.ofMillis(1));
		assertThat(this.connector.attempts()).hasSize(2);
	}

	@Test
	@DisplayName("Promise 8: a peer that accepts and drops does not defeat the back-off")
	void an_accepting_and_dropping_peer_is_met_with_growing_delays() {
		for (int i = 0; i < 4; i++) {
			this.connector.succeedThenLose(Duration.ofSeconds(1), FAILURE);
		}
		ConnectionManager<String> manager = start(manager().settings(growing()));
		for (int delay : new int[] { 2, 4, 8, 16 }) {
			assertThat(manager.isConnected()).isTrue();
			advance(Duration.ofSeconds(1));
			assertThat(manager.snapshot().nextAttemptAt()).contains(this.time.now().plusSeconds(delay));
			advance(Duration.ofSeconds(delay));
		}
		assertThat(manager.snapshot().flaps()).isEqualTo(4);
	}

	@Test
	@DisplayName("Promise 8: a connection that stayed up for stableAfter starts the delays over")
	void a_stable_connection_starts_the_delays_over() {
		this.connector.fail(FAILURE, 3).succeedThenLose(Duration.ofSeconds(10), FAILURE);
		ConnectionManager<String> manager = start(manager().settings(growing()));
		advance(Duration.ofSeconds(2 + 4 + 8 + 10));
		assertThat(manager.snapshot().nextAttemptAt()).contains(this.time.now().plusSeconds(2));
		assertThat(manager.snapshot().flaps()).isZero();
	}

	@Test
	@DisplayName("Promise 8: asking for a reconnect does not start the delays over")
	void a_reconnect_on_request_does_not_start_the_delays_over() {
		this.connector.fail(FAILURE, 2).succeed().fail(FAILURE);
		ConnectionManager<String> manager = start(manager().settings(growing()));
		advance(Duration.ofSeconds(2 + 4));
		assertThat(manager.isConnected()).isTrue();
		manager.reconnect();
		this.time.settle();
		assertThat(manager.snapshot().nextAttemptAt()).contains(this.time.now().plusSeconds(8));
	}

	@Test
	@DisplayName("Promise 9: maxAttempts failures in a row lead to SUSPENDED, left by reconnect()")
	void used_up_attempts_suspend_until_somebody_asks() {
		this.connector.fail(FAILURE, 4);
		ConnectionManager<String> manager = start(manager().settings(atMost(3)));
		advance(Duration.ofHours(1));
		assertThat(manager.snapshot().state()).isEqualTo(SUSPENDED);
		assertThat(manager.snapshot().attempt()).isEqualTo(3);
		assertThat(this.connector.attempts()).hasSize(3);
		assertThat(this.time.pendingTimers()).isZero();
		manager.reconnect();
		this.time.settle();
		assertThat(manager.snapshot().state()).isEqualTo(WAITING);
		assertThat(manager.snapshot().attempt()).isEqualTo(4);
		advance(Duration.ofSeconds(2));
		assertThat(manager.isConnected()).isTrue();
	}

	@Test
	@DisplayName("Promise 9: failures in a row are counted anew when the connection was up")
	void a_connection_in_between_counts_the_failures_anew() {
		this.connector.fail(FAILURE, 2).succeedThenLose(Duration.ofSeconds(1), FAILURE).fail(FAILURE, 2);
		ConnectionManager<String> manager = start(manager().settings(atMost(3)));
		advance(Duration.ofSeconds(4 + 1 + 6));
		assertThat(manager.isConnected()).isTrue();
	}

	@Test
	@DisplayName("Promise 9: a rejection leads to SUSPENDED, left by start()")
	void a_rejection_suspends_at_once_until_started() {
		this.connector.reject();
		ConnectionManager<String> manager = start();
		assertThat(manager.snapshot().state()).isEqualTo(SUSPENDED);
		advance(Duration.ofHours(1));
		assertThat(this.connector.attempts()).hasSize(1);
		manager.start();
		this.time.settle();
		assertThat(manager.isConnected()).isTrue();
	}

	@Test
	@DisplayName("Promise 9: a rejection that is signalled suspends as well")
	void a_signalled_rejection_suspends() {
		this.connector.neverReady().succeed();
		ConnectionManager<String> manager = start();
		this.connector.lastAttempt().disconnected(new ConnectionRejectedException("bad password"));
		assertThat(manager.snapshot().state()).isEqualTo(SUSPENDED);
		manager.reconnect();
		this.time.settle();
		this.connector.lastAttempt().disconnected(new ConnectionRejectedException("account locked"));
		assertThat(manager.snapshot().state()).isEqualTo(SUSPENDED);
	}

	@Test
	void a_reconnect_during_the_wait_attempts_at_once_and_leaves_no_timer() {
		this.connector.fail(FAILURE);
		ConnectionManager<String> manager = start();
		manager.reconnect();
		this.time.settle();
		assertThat(manager.isConnected()).isTrue();
		advance(STABLE);
		assertThat(this.time.pendingTimers()).isZero();
		assertThat(this.connector.lastAttempt().number()).isEqualTo(2);
	}

	@Test
	void start_and_reconnect_while_connecting_do_nothing() {
		this.connector.neverReady();
		ConnectionManager<String> manager = start();
		manager.start();
		manager.reconnect();
		this.time.settle();
		assertThat(manager.snapshot().state()).isEqualTo(CONNECTING);
		assertThat(this.connector.attempts()).hasSize(1);
	}

	private static ConnectionSettings growing() {
		return ConnectionSettings.builder().backoff(2, Duration.ofMinutes(5), 0).build();
	}

	private static ConnectionSettings atMost(int attempts) {
		return ConnectionSettings.builder().backoff(1, Duration.ofSeconds(30), 0).maxAttempts(attempts).build();
	}

}
