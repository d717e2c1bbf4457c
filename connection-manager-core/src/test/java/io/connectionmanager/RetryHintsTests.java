package io.connectionmanager;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.connectionmanager.ConnectionState.SUSPENDED;
import static io.connectionmanager.ConnectionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promise 25: the peer says when to come back, or refuses the credentials.
 */
class RetryHintsTests extends InVirtualTime {

	private static final Duration DELAY = Duration.ofSeconds(2);

	private static final Duration HINT = Duration.ofMinutes(3);

	private static final Duration MAX_HINT = Duration.ofMinutes(10);

	private static final Duration AUTHENTICATION_DELAY = Duration.ofSeconds(30);

	private static RetryAfterException hint(Duration retryAfter) {
		return new RetryAfterException("busy", retryAfter);
	}

	private static ConnectionFailedException refusedCredentials() {
		return new ConnectionFailedException(FailureKind.AUTHENTICATION, "unknown user", null);
	}

	private void assertNextAttemptIn(ConnectionManager<String> manager, Duration delay) {
		assertThat(manager.snapshot().state()).isEqualTo(WAITING);
		assertThat(manager.snapshot().nextAttemptAt()).contains(this.time.now().plus(delay));
		int attempts = this.connector.attempts().size();
		advance(delay.minusNanos(1));
		assertThat(this.connector.attempts()).hasSize(attempts);
		advance(Duration.ofNanos(1));
		assertThat(this.connector.attempts()).hasSize(attempts + 1);
	}

	static Stream<Throwable> failures_with_a_hint() {
		RetryAfterException hint = hint(HINT);
		return Stream.of(hint, new IOException(hint), new ExecutionException(hint),
				new CompletionException(new IOException(new ExecutionException(hint))),
				new ConnectionFailedException(FailureKind.REFUSED, "busy", hint),
				new ConnectionFailedException(FailureKind.AUTHENTICATION, "busy", hint));
	}

	@ParameterizedTest
	@MethodSource("failures_with_a_hint")
	@DisplayName("Promise 25: a hint, wherever it is in the causes, sets the minimum of the next delay")
	void a_hint_sets_the_minimum_of_the_next_delay(Throwable failure) {
		this.connector.fail(failure);
		ConnectionManager<String> manager = start();
		assertNextAttemptIn(manager, HINT);
		assertThat(manager.isConnected()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("failures_with_a_hint")
	@DisplayName("Promise 25: on a loss as on a failed attempt, and for this delay only")
	void a_hint_counts_on_a_loss_as_well(Throwable failure) {
		ConnectionManager<String> manager = start();
		this.connector.fail(FAILURE);
		this.connector.lastAttempt().disconnected(failure);
		this.time.settle();
		assertNextAttemptIn(manager, HINT);
		assertNextAttemptIn(manager, DELAY);
	}

	@Test
	@DisplayName("Promise 25: a hint is cut off at max-retry-after, and never shortens a delay")
	void a_hint_is_cut_off_and_shortens_nothing() {
		this.connector.fail(hint(MAX_HINT.plusNanos(1)))
			.fail(hint(Duration.ofDays(1_000_000)))
			.fail(hint(Duration.ZERO));
		ConnectionManager<String> manager = start();
		assertNextAttemptIn(manager, MAX_HINT);
		assertNextAttemptIn(manager, MAX_HINT);
		assertNextAttemptIn(manager, DELAY);
		assertThat(manager.isConnected()).isTrue();
	}

	@Test
	@DisplayName("Promise 25: after refused credentials the delay is at least authentication-delay, and never suspends")
	void refused_credentials_wait_longer_and_never_suspend() {
		this.connector.fail(refusedCredentials(), 100).fail(FAILURE);
		ConnectionManager<String> manager = start();
		for (int i = 0; i < 100; i++) {
			assertNextAttemptIn(manager, AUTHENTICATION_DELAY);
		}
		assertNextAttemptIn(manager, DELAY);
		this.connector.lastAttempt().disconnected(refusedCredentials());
		this.time.settle();
		assertNextAttemptIn(manager, AUTHENTICATION_DELAY);
	}

	@Test
	@DisplayName("Promises 9 and 25: only max-attempts, which counts every failure, or a rejection suspends")
	void max_attempts_counts_refused_credentials_too() {
		this.connector.fail(refusedCredentials(), 2);
		ConnectionManager<String> manager = start(
				manager().settings(ConnectionSettings.builder().maxAttempts(2).build()));
		assertThat(manager.snapshot().state()).isEqualTo(WAITING);
		advance(Duration.ofMinutes(1));
		assertThat(manager.snapshot().state()).isEqualTo(SUSPENDED);
	}

}
