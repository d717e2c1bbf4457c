package io.connectionmanager;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.connectionmanager.testing.ScriptedConnector;
import io.connectionmanager.testing.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promises 5 and 6: the next attempt begins when the closing of the connection before it
 * has returned, or one second after it was called.
 */
class CloseOrderTests extends InVirtualTime {

	private static final Duration CLOSE_TAKES = Duration.ofMillis(400);

	private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	/** Shorter than any closing here. */
	private static final Duration DELAY = Duration.ofMillis(10);

	/** How a connection comes to be closed while the manager wants another one. */
	enum End {

		LOST {
			@Override
			void of(CloseOrderTests test, ConnectionManager<String> manager) {
				manager.connectionLost(manager.requireConnection(), FAILURE);
			}
		},

		DISCONNECTED {
			@Override
			void of(CloseOrderTests test, ConnectionManager<String> manager) {
				test.connector.lastAttempt().disconnected(FAILURE);
			}
		},

		RECONNECTED {
			@Override
			void of(CloseOrderTests test, ConnectionManager<String> manager) {
				manager.reconnect();
			}
		},

		STOPPED_AND_STARTED {
			@Override
			void of(CloseOrderTests test, ConnectionManager<String> manager) {
				manager.stop();
				manager.start();
			}
		},

		LOST_AND_RECONNECTED {
			@Override
			void of(CloseOrderTests test, ConnectionManager<String> manager) {
				manager.connectionLost(manager.requireConnection(), FAILURE);
				manager.reconnect();
			}
		},

		NOT_READY_IN_TIME {
			@Override
			void script(ScriptedConnector<String> connector) {
				connector.neverReady();
			}

			@Override
			void of(CloseOrderTests test, ConnectionManager<String> manager) {
				test.advance(TIMEOUT);
			}
		},

		DISCONNECTED_BEFORE_IT_WAS_READY {
			@Override
			void script(ScriptedConnector<String> connector) {
				connector.neverReady();
			}

			@Override
			void of(CloseOrderTests test, ConnectionManager<String> manager) {
				test.connector.lastAttempt().disconnected(FAILURE);
			}
		},

		STOPPED_AND_STARTED_BEFORE_IT_WAS_READY {
			@Override
			void script(ScriptedConnector<String> connector) {
				connector.neverReady();
			}

			@Override
			void of(CloseOrderTests test, ConnectionManager<String> manager) {
				manager.stop();
				manager.start();
			}
		},

		RETURNED_AFTER_ITS_TIMEOUT {
			@Override
			void script(ScriptedConnector<String> connector) {
				connector.succeedLate(TIMEOUT.plusMillis(5));
			}

			@Override
			void of(CloseOrderTests test, ConnectionManager<String> manager) {
				test.advance(TIMEOUT.plusMillis(5));
			}
		};

		void script(ScriptedConnector<String> connector) {
			connector.succeed();
		}

		abstract void of(CloseOrderTests test, ConnectionManager<String> manager);

	}

	@AfterEach
	void closings_under_way_come_to_an_end() {
		this.connector.onClose((connection) -> {
		});
		advance(CLOSE_TAKES);
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 5: a closing that takes a while delays the next attempt until it has returned")
	void the_next_attempt_begins_when_the_closing_has_returned(End end) {
		this.connector.onClose((connection) -> this.time.sleep(CLOSE_TAKES));
		startAndEnd(end);
		advance(CLOSE_TAKES.minusNanos(1));
		assertThat(this.connector.attempts()).hasSize(1);
		advance(Duration.ofNanos(1));
		assertThat(this.connector.attempts()).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 5: a closing that hangs delays the next attempt until one second after its call")
	void the_next_attempt_begins_one_second_after_a_closing_that_hangs(End end) {
		this.connector.blockOnClose(gate());
		ConnectionManager<String> manager = startAndEnd(end);
		advance(CLOSE_GRACE.minusNanos(1));
		assertThat(this.connector.attempts()).hasSize(1);
		advance(Duration.ofNanos(1));
		assertThat(this.connector.attempts()).hasSize(2);
		assertThat(manager.isConnected()).isTrue();
	}

	@Test
	@DisplayName("Promise 5: a closing that throws is a closing that has returned")
	void the_next_attempt_begins_when_the_closing_has_failed() {
		this.connector.onClose((connection) -> {
			this.time.sleep(CLOSE_TAKES);
			throw FAILURE;
		});
		startAndEnd(End.RECONNECTED);
		advance(CLOSE_TAKES.minusNanos(1));
		assertThat(this.connector.attempts()).hasSize(1);
		advance(Duration.ofNanos(1));
		assertThat(this.connector.attempts()).hasSize(2);
	}

	@Test
	@DisplayName("Promise 5: a closing that is over sooner than the delay costs nothing")
	void the_closing_and_the_delay_pass_at_the_same_time() {
		this.connector.onClose((connection) -> this.time.sleep(CLOSE_TAKES));
		ConnectionManager<String> manager = start(settled(manager()).reconnectAfter(Duration.ofMillis(700)));
		manager.connectionLost(manager.requireConnection(), FAILURE);
		advance(Duration.ofMillis(700).minusNanos(1));
		assertThat(this.connector.attempts()).hasSize(1);
		advance(Duration.ofNanos(1));
		assertThat(this.connector.attempts()).hasSize(2);
	}

	@Test
	@DisplayName("Promise 6: another manager is not delayed at all")
	void a_closing_that_hangs_does_not_delay_another_manager() {
		VirtualTime.Gate gate = gate();
		ScriptedConnector<String> other = new ScriptedConnector<>(this.time, (n) -> "other" + n);
		ConnectionManager<String> second = start(settled(manager(other)));
		this.connector.blockOnClose(gate);
		startAndEnd(End.RECONNECTED);
		for (int i = 2; i < 5; i++) {
			second.reconnect();
			this.time.settle();
			assertThat(second.connection()).contains("other" + i);
		}
		assertThat(this.connector.attempts()).hasSize(1);
	}

	private ConnectionManager<String> startAndEnd(End end) {
		end.script(this.connector);
		ConnectionManager<String> manager = start(settled(manager()));
		end.of(this, manager);
		this.time.settle();
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(this.connector.attempts()).hasSize(1);
		return manager;
	}

	/**
	 * Makes every connection stable at once, so that it is not a matter of the back-off.
	 */
	private static <C> ConnectionManager.Builder<C> settled(ConnectionManager.Builder<C> builder) {
		return builder.settings(ConnectionSettings.builder()
			.timeout(TIMEOUT)
			.reconnectAfter(DELAY)
			.backoff(1, Duration.ofSeconds(30), 0)
			.stableAfter(Duration.ZERO)
			.build());
	}

}
