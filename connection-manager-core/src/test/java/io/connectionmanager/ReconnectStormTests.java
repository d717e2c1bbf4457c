package io.connectionmanager;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promises 7 and 8: whoever ends a connection that was not stable, the next attempt comes
 * after the next delay of the sequence.
 */
class ReconnectStormTests extends InVirtualTime {

	/** A storm that nobody holds back ends by itself, so that the test does. */
	private static final int STORM = 2_000;

	private static final Duration FLOOR = Duration.ofMillis(10);

	private final List<Instant> openedAt = new ArrayList<>();

	private ConnectionManager<String> manager;

	private ConnectionAttempt lastAttempt;

	/** Ways to give a connection up. */
	enum End {

		RECONNECT {
			@Override
			void of(String connection, ReconnectStormTests test) {
				test.manager.reconnect();
			}
		},

		CONNECTION_LOST {
			@Override
			void of(String connection, ReconnectStormTests test) {
				test.manager.connectionLost(connection, FAILURE);
			}
		},

		DISCONNECTED {
			@Override
			void of(String connection, ReconnectStormTests test) {
				test.lastAttempt.disconnected(FAILURE);
			}
		};

		abstract void of(String connection, ReconnectStormTests test);

	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 8: a subscriber that gives every connection up at once makes no storm")
	void a_subscriber_that_gives_every_connection_up_makes_no_storm(End end) {
		this.manager = build(growing());
		this.manager.subscribe((connection) -> giveUp(connection, end));
		assertThatDelaysGrow();
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 8: nor does one that is called on the thread that brings the news")
	void a_direct_subscriber_that_gives_every_connection_up_makes_no_storm(End end) {
		this.manager = build(growing());
		this.manager.subscribe((connection) -> giveUp(connection, end), Runnable::run);
		assertThatDelaysGrow();
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 8: nor does a listener")
	void a_listener_that_gives_every_connection_up_makes_no_storm(End end) {
		this.manager = build(growing().listener((transition) -> {
			if (transition.to() == ConnectionState.CONNECTED) {
				this.manager.connection().ifPresent((connection) -> giveUp(connection, end));
			}
		}));
		assertThatDelaysGrow();
	}

	@Test
	@DisplayName("Promise 7: a delay is never shorter than 10 ms, after a failure")
	void attempts_that_fail_do_not_follow_each_other_at_once() {
		Connector<String> failing = Connector.blocking((attempt) -> {
			note(attempt);
			if (this.openedAt.size() < STORM) {
				throw FAILURE;
			}
			return "at last";
		});
		this.manager = build(manager(failing).reconnectAfter(Duration.ZERO));
		assertThatDelaysHaveAFloor();
	}

	@Test
	@DisplayName("Promise 7: a delay is never shorter than 10 ms, after a loss")
	void connections_that_are_lost_do_not_follow_each_other_at_once() {
		this.manager = build(manager(counting()).reconnectAfter(Duration.ZERO));
		this.manager.subscribe((connection) -> giveUp(connection, End.DISCONNECTED));
		assertThatDelaysHaveAFloor();
	}

	@Test
	@DisplayName("Promise 7: a delay is never shorter than 10 ms, after the loss of a stable connection")
	void stable_connections_that_are_lost_do_not_follow_each_other_at_once() {
		this.manager = build(manager(counting()).settings(ConnectionSettings.builder()
			.reconnectAfter(Duration.ZERO)
			.backoff(1, Duration.ofSeconds(30), 0)
			.stableAfter(Duration.ZERO)
			.build()));
		this.manager.subscribe((connection) -> giveUp(connection, End.DISCONNECTED));
		assertThatDelaysHaveAFloor();
	}

	@Test
	@DisplayName("Promise 7: a delay is never shorter than 10 ms, after a reconnect()")
	void connections_that_are_dropped_do_not_follow_each_other_at_once() {
		this.manager = build(manager(counting()).reconnectAfter(Duration.ZERO));
		this.manager.subscribe((connection) -> giveUp(connection, End.RECONNECT));
		assertThatDelaysHaveAFloor();
	}

	private void assertThatDelaysGrow() {
		Instant beginning = this.time.now();
		this.manager.start();
		advance(Duration.ofHours(1));
		List<Instant> expected = new ArrayList<>();
		for (int second : new int[] { 0, 2, 2 + 4, 6 + 8, 14 + 16 }) {
			expected.add(beginning.plusSeconds(second));
		}
		for (int second = 60; second <= 3_600; second += 30) {
			expected.add(beginning.plusSeconds(second));
		}
		assertThat(this.openedAt).isEqualTo(expected);
	}

	private void assertThatDelaysHaveAFloor() {
		this.manager.start();
		advance(Duration.ofSeconds(1));
		// Nor much longer.
		assertThat(this.openedAt).hasSizeBetween(50, 101);
		for (int i = 1; i < this.openedAt.size(); i++) {
			assertThat(Duration.between(this.openedAt.get(i - 1), this.openedAt.get(i))).isGreaterThanOrEqualTo(FLOOR);
		}
	}

	private ConnectionManager.Builder<String> growing() {
		return manager(counting()).settings(ConnectionSettings.builder().backoff(2, Duration.ofSeconds(30), 0).build());
	}

	private Connector<String> counting() {
		return Connector.blocking((attempt) -> {
			note(attempt);
			return "c" + this.openedAt.size();
		}, (connection) -> {
		});
	}

	private void note(ConnectionAttempt attempt) {
		this.openedAt.add(this.time.now());
		this.lastAttempt = attempt;
	}

	private void giveUp(String connection, End end) {
		if (this.openedAt.size() < STORM) {
			end.of(connection, this);
		}
	}

}
