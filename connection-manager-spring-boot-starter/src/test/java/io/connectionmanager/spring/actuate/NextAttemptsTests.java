package io.connectionmanager.spring.actuate;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.Connector;
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
				"Attempt 2 comes 1s250ms after the latest failure or loss: delay 1 since the connection was last stable, "
						+ "1s (reconnect-after), stretched by 25.0 % (backoff.jitter)");
		awaitNextAttempt();
		assertDelay(2, "backoff.multiplier", Duration.ofSeconds(2),
				"Attempt 3 comes 2s500ms after the latest failure or loss: delay 2 since the connection was last stable, "
						+ "1s (reconnect-after) x 2.0^1 (backoff.multiplier), stretched by 25.0 % (backoff.jitter)");
		awaitNextAttempt();
		awaitNextAttempt();
		assertDelay(4, "backoff.max-delay", Duration.ofSeconds(5),
				"Attempt 5 comes 6s250ms after the latest failure or loss: delay 4 since the connection was last stable, "
						+ "1s (reconnect-after) x 2.0^3 (backoff.multiplier), but at most 5s (backoff.max-delay), "
						+ "stretched by 25.0 % (backoff.jitter)");
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
				"Attempt 3 comes 5s after the latest failure or loss: delay 2 since the connection was last stable, "
						+ "1s (reconnect-after) x 5.0^1 (backoff.multiplier)");
		assertThat(next().stretchedBy()).isZero();
	}

	@Test
	void a_loss_is_followed_by_a_delay_too() {
		start(this.connector);
		assertThat(NextAttempts.explain(manager().snapshot(), manager().settings())).isNull();
		this.connector.lose(new IOException("reset"));
		this.time.settle();
		assertThat(next().delayNumber()).isEqualTo(1);
		assertThat(next().explanation()).startsWith("Attempt 1 comes ");
	}

	@Test
	void nothing_is_made_up_where_the_settings_do_not_lead_to_the_delay() {
		start(this.connector.refusing());
		NextAttempt longer = NextAttempts.explain(manager().snapshot(),
				this.settings.toBuilder().reconnectAfter(Duration.ofMillis(100)).build());
		assertThat(longer.waitsFor()).isEqualTo(WaitsFor.DELAY);
		assertThat(longer.at()).isEqualTo(manager().snapshot().nextAttemptAt().orElseThrow());
		assertThat(longer.decidedBy()).isNull();
		assertThat(BackoffDelay.explain(Duration.ofSeconds(3), Optional.of(1), this.settings)).isEmpty();
		assertThat(BackoffDelay.explain(Duration.ofMillis(999), Optional.of(1), this.settings)).isEmpty();
		assertThat(BackoffDelay.explain(Duration.ofSeconds(1), Optional.empty(), this.settings)).isEmpty();
		assertThat(BackoffDelay.explain(Duration.ofSeconds(2), Optional.empty(), ConnectionSettings.defaults())).get()
			.satisfies((delay) -> assertThat(delay.decidedBy()).isEqualTo("reconnect-after"));
		assertThat(BackoffDelay.explain(Duration.ZERO, Optional.of(1),
				ConnectionSettings.builder().reconnectAfter(Duration.ZERO).build()))
			.isPresent();
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
			.isEqualTo("Attempt 1 waits for its permit under the connect limit; its timeout (30s) has not begun");
	}

	@Test
	void an_attempt_whose_connection_is_not_ready_yet_is_under_way_for_sure() {
		start(Connector.signalling((attempt) -> new Feed(), (feed) -> {
		}));
		assertThat(next().explanation())
			.isEqualTo("Attempt 1 is under way (timeout 30s): there is a connection that is not ready yet");
	}

	@Test
	void a_suspended_connection_waits_to_be_asked_for_and_says_why_it_was_suspended() {
		start(this.connector.refusing(new ConnectionRejectedException("unknown topic")));
		assertThat(next().waitsFor()).isEqualTo(WaitsFor.OPERATION);
		assertThat(next().explanation())
			.isEqualTo("Suspended, because the connector says that trying again is pointless; no attempt is made until "
					+ "'reconnect' or 'start' is asked for");
	}

	@Test
	void a_connection_whose_attempts_are_used_up_says_how_many_there_were() {
		this.settings = this.settings.toBuilder().maxAttempts(1).build();
		start(this.connector.refusing());
		assertThat(next().explanation()).startsWith("Suspended, because the attempts are used up (max-attempts 1);");
	}

	@Test
	void a_connection_that_is_stopped_waits_to_be_started_and_one_that_is_closed_for_nothing() {
		start(this.connector);
		manager().stop();
		this.time.settle();
		assertThat(next().waitsFor()).isEqualTo(WaitsFor.OPERATION);
		assertThat(next().explanation()).isEqualTo("Stopped; no attempt is made until 'start' is asked for");
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
		NextAttempt next = NextAttempts.explain(manager().snapshot(), manager().settings());
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
