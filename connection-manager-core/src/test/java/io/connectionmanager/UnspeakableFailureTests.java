package io.connectionmanager;

import java.time.Duration;

import io.connectionmanager.testing.RecordingSubscriber;
import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Failures that cannot be logged, because they throw when they are asked what they are:
 * as where no class can be loaded any more, for want of descriptors.
 */
class UnspeakableFailureTests extends InVirtualTime {

	private static final Duration DELAY = Duration.ofSeconds(2);

	@Test
	@DisplayName("Promise 3: no failure of any kind ends the retrying by accident")
	void an_attempt_that_fails_so_is_followed_by_the_next() {
		this.connector.fail(new Unspeakable());
		ConnectionManager<String> manager = start();
		advance(DELAY);
		assertThat(manager.isConnected()).isTrue();
	}

	@Test
	@DisplayName("Promise 6: a closing that fails so delays nothing")
	void a_closing_that_fails_so_delays_nothing() {
		this.connector.failOnClose(new Unspeakable());
		ConnectionManager<String> manager = start();
		this.connector.lastAttempt().disconnected();
		advance(DELAY);
		assertThat(manager.isConnected()).isTrue();
		assertThat(manager.stop()).isNotNull();
		advance(Duration.ZERO);
		assertThat(this.connector.open()).isEmpty();
	}

	@Test
	@DisplayName("Promise 12: a subscriber that throws so stays subscribed, and nobody else notices")
	void a_subscriber_that_throws_so_stays_subscribed() {
		ConnectionManager<String> manager = start();
		RecordingSubscriber<String> other = new RecordingSubscriber<>();
		Subscription throwing = manager.subscribe((connection) -> {
			throw new Unspeakable();
		});
		manager.subscribe(other);
		this.connector.lastAttempt().disconnected();
		advance(DELAY);
		assertThat(throwing.isActive()).isTrue();
		assertThat(other.told()).containsExactly("+c1", "-c1", "+c2");
	}

	@Test
	@DisplayName("Promise 13: an executor that refuses so leaves its subscriber for the next news")
	void an_executor_that_refuses_so_is_asked_again() {
		ConnectionManager<String> manager = start();
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
		boolean[] refusing = { true };
		manager.subscribe(subscriber, (task) -> {
			if (refusing[0]) {
				throw new Unspeakable();
			}
			task.run();
		});
		assertThat(subscriber.told()).isEmpty();
		refusing[0] = false;
		manager.reconnect();
		advance(DELAY);
		assertThat(subscriber.told()).containsExactly("+c2");
	}

	@Test
	@DisplayName("Promise 20: a listener that throws so sees the next transition")
	void a_listener_that_throws_so_sees_the_next_transition() {
		int[] seen = { 0 };
		ConnectionManager<String> manager = start(manager().listener((transition) -> {
			seen[0]++;
			throw new Unspeakable();
		}));
		manager.close();
		advance(Duration.ZERO);
		assertThat(seen[0]).isEqualTo(4);
	}

	@Test
	@DisplayName("Promise 21: an outage is noted even where the details of its cause cannot be logged")
	void an_outage_whose_cause_cannot_be_logged_is_noted_all_the_same() {
		this.connector.fail(new IllegalStateException("no trace") {

			@Override
			public synchronized Throwable getCause() {
				throw new StackOverflowError("on purpose");
			}

			@Override
			public StackTraceElement[] getStackTrace() {
				throw new StackOverflowError("on purpose");
			}
		});
		try (Logs logs = Logs.capture()) {
			start();
			advance(DELAY.plus(STABLE));
			assertThat(logs.at(Level.WARN)).filteredOn((line) -> line.contains("failed (other)")).hasSize(1);
			assertThat(logs.at(Level.INFO)).singleElement().asString().contains("up after 2 s; 2 attempts");
		}
	}

	@SuppressWarnings("serial")
	private static final class Unspeakable extends RuntimeException {

		@Override
		public String getMessage() {
			throw new NoClassDefFoundError("on purpose");
		}

	}

}
