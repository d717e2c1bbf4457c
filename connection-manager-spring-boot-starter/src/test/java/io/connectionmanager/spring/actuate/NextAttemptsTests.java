package io.connectionmanager.spring.actuate;

import java.io.IOException;
import java.time.Duration;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.Connector;
import io.connectionmanager.RetryAfterException;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.actuate.NextAttempt.WaitsFor;
import io.connectionmanager.testing.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Why the next attempt comes when it comes.
 */
class NextAttemptsTests {

	private final VirtualTime time = new VirtualTime();

	private final FakeConnector<Feed> connector = new FakeConnector<>(Feed::new);

	private ConnectionSettings settings = ConnectionSettings.builder()
		.reconnectAfter(Duration.ofSeconds(1))
		.backoff(2, Duration.ofSeconds(5), 0.5)
		.build();

	private ConnectionRuntime runtime = this.time.runtime();

	private @Nullable ConnectionManager<Feed> manager;

	@AfterEach
	void close() {
		if (this.manager != null) {
			this.manager.close();
		}
		this.time.close();
	}

	@Test
	void each_delay_says_which_one_it_is_and_which_property_decided_it() {
		this.time.randomness(0.5);
		start(this.connector.refusing());
		assertDelay(1, "reconnect-after", Duration.ofSeconds(1),
				"Attempt 2 is due 1.3 s after the latest failure or loss: delay 1 since the connection was last stable, "
						+ "1 s (reconnect-after), extended by 25.0 % (backoff.jitter)");
		awaitNextAttempt();
		assertDelay(2, "backoff.multiplier", Duration.ofSeconds(2),
				"Attempt 3 is due 2.5 s after the latest failure or loss: delay 2 since the connection was last stable, "
						+ "2 s (backoff.multiplier), extended by 25.0 % (backoff.jitter)");
		awaitNextAttempt();
		awaitNextAttempt();
		assertDelay(4, "backoff.max-delay", Duration.ofSeconds(5),
				"Attempt 5 is due 6.3 s after the latest failure or loss: delay 4 since the connection was last stable, "
						+ "5 s (backoff.max-delay), extended by 25.0 % (backoff.jitter)");
		assertThat(next().stretchedBy()).isEqualTo(0.25);
		assertThat(next().at()).isEqualTo(manager().snapshot().nextAttemptAt().orElseThrow());
		assertThat(next().delay()).isEqualTo(Duration.ofMillis(6250));
	}

	@Test
	void a_delay_that_grew_to_the_longest_one_by_the_very_multiplier_was_not_cut() {
		this.settings = this.settings.toBuilder().backoff(5, Duration.ofSeconds(5), 0).build();
		start(this.connector.refusing());
		awaitNextAttempt();
		assertDelay(2, "backoff.multiplier", Duration.ofSeconds(5),
				"Attempt 3 is due 5 s after the latest failure or loss: delay 2 since the connection was last stable, "
						+ "5 s (backoff.multiplier)");
		assertThat(next().stretchedBy()).isZero();
	}

	@Test
	void a_loss_is_followed_by_a_delay_too() {
		start(this.connector);
		assertThat(NextAttempts.explain(manager().snapshot(), manager())).isNull();
		this.connector.lose(new IOException("reset"));
		this.time.settle();
		assertThat(next().delayNumber()).isEqualTo(1);
		assertThat(next().explanation()).startsWith("Attempt 1 is due ");
	}

	@Test
	void a_delay_that_protects_an_account_says_so() {
		start(this.connector.refusing(new SecurityException("bad password")));
		assertThat(next().decidedBy()).isEqualTo("authentication-delay");
		assertThat(next().delay()).hasSeconds(30);
		assertThat(next().unstretchedDelay()).isNull();
		assertThat(next().explanation())
			.isEqualTo("Attempt 2 is due 30 s after the latest failure or loss: authentication-delay");
	}

	@Test
	void a_delay_that_the_peer_asked_for_says_so() {
		start(this.connector.refusing(new RetryAfterException("busy", Duration.ofMinutes(2))));
		assertThat(next().decidedBy()).isNull();
		assertThat(next().explanation())
			.isEqualTo("Attempt 2 is due 2 min after the latest failure or loss: the peer asked for it");
		this.connector.refusing(new RetryAfterException("busy", Duration.ofDays(2)));
		awaitNextAttempt();
		assertThat(next().decidedBy()).isEqualTo("max-retry-after");
		assertThat(next().delay()).hasMinutes(10);
	}

	@Test
	void an_attempt_that_is_under_way_or_has_to_wait_for_its_turn_is_waited_for() {
		this.runtime = this.time.runtimeBuilder().connectRate(0.001).build();
		start(this.connector);
		// The first attempt of the runtime has used up the rate.
		this.time.advance(Duration.ofSeconds(10));
		manager().reconnect();
		this.time.settle();
		assertThat(next().waitsFor()).isEqualTo(WaitsFor.ATTEMPT);
		assertThat(next().explanation())
			.isEqualTo("Attempt 1 is waiting for a permit of the connect limit; its timeout (30 s) has not begun");
	}

	@Test
	void an_attempt_whose_connection_is_not_ready_yet_is_under_way_for_sure() {
		start(Connector.signalling((attempt) -> new Feed(), (feed) -> {
		}));
		assertThat(next().explanation())
			.isEqualTo("Attempt 1 is under way (timeout 30 s); its connection is not ready yet");
	}

	@Test
	void a_suspended_connection_waits_to_be_asked_for_and_says_why_it_was_suspended() {
		start(this.connector.refusing(new ConnectionRejectedException("unknown topic")));
		assertThat(next().waitsFor()).isEqualTo(WaitsFor.OPERATION);
		assertThat(next().explanation())
			.isEqualTo("Suspended: the connection was rejected; no attempt until 'reconnect' or 'start'");
	}

	@Test
	void a_connection_whose_attempts_are_used_up_says_how_many_there_were() {
		this.settings = this.settings.toBuilder().maxAttempts(1).build();
		start(this.connector.refusing());
		assertThat(next().explanation()).startsWith("Suspended: max-attempts (1) is exhausted;");
	}

	@Test
	void a_connection_that_is_stopped_waits_to_be_started_and_one_that_is_closed_for_nothing() {
		start(this.connector);
		manager().stop();
		this.time.settle();
		assertThat(next().waitsFor()).isEqualTo(WaitsFor.OPERATION);
		assertThat(next().explanation()).isEqualTo("Stopped; no attempt until 'start'");
		manager().close();
		assertThat(next().waitsFor()).isEqualTo(WaitsFor.NOTHING);
	}

	private void assertDelay(int number, String decidedBy, Duration unstretched, String explanation) {
		NextAttempt next = next();
		assertThat(next.waitsFor()).isEqualTo(WaitsFor.DELAY);
		assertThat(next.delayNumber()).isEqualTo(number);
		assertThat(next.decidedBy()).isEqualTo(decidedBy);
		assertThat(next.unstretchedDelay()).isEqualTo(unstretched);
		assertThat(next.explanation()).isEqualTo(explanation);
	}

	private void awaitNextAttempt() {
		this.time.advance(next().delay());
	}

	private NextAttempt next() {
		NextAttempt next = NextAttempts.explain(manager().snapshot(), manager());
		assertThat(next).isNotNull();
		return next;
	}

	private ConnectionManager<Feed> manager() {
		assertThat(this.manager).isNotNull();
		return this.manager;
	}

	private void start(Connector<Feed> connector) {
		this.manager = ConnectionManager.builder("prices", connector)
			.settings(this.settings)
			.runtime(this.runtime)
			.start();
		this.time.settle();
	}

}
