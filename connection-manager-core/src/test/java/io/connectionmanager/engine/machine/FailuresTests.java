package io.connectionmanager.engine.machine;

import java.time.Duration;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectTimeoutException;
import io.connectionmanager.ConnectionRejectedException;

import static org.assertj.core.api.Assertions.assertThat;

class FailuresTests {

	private static final long NOW = 90_000_000_000L;

	private static final RetryProgress THIRD = new RetryProgress(7, 3, 2, 2, OptionalLong.of(0), null, 0, 2, 0, 0,
			OutstandingCalls.NONE, null);

	private static final Deadline DEADLINE = new Deadline(Deadline.Purpose.TIMEOUT, NOW);

	private static final long SIX_SECONDS_AGO = NOW - 6_000_000_000L;

	@Test
	void a_timeout_says_how_far_the_attempt_came() {
		assertThat(timeout(new State.Opening<>(THIRD, 0, SIX_SECONDS_AGO, DEADLINE)))
			.isInstanceOf(ConnectTimeoutException.class)
			.hasMessage(
					"Attempt 3 of connection 'prices' was not ready after 6 s (timeout 5 s): open has not returned");
		assertThat(timeout(new State.OpeningReady<>(THIRD, 0, SIX_SECONDS_AGO, DEADLINE)))
			.hasMessageEndingWith(": connected was signalled, but open has not returned");
		assertThat(timeout(new State.Opened<>(THIRD, 0, SIX_SECONDS_AGO, DEADLINE, "c")))
			.hasMessageEndingWith(": open has returned, but connected was never signalled");
	}

	private static Throwable timeout(State.Attempting<String> state) {
		return Failures.timeout("prices", state, Duration.ofSeconds(5), NOW);
	}

	@Test
	void a_loss_without_a_reason_says_so() {
		assertThat(Failures.lostWithoutReason("prices", new State.Opening<>(THIRD, 0, 0, DEADLINE), NOW))
			.hasMessage("Attempt 3 of connection 'prices' ended before it was ready, no reason given");
		assertThat(Failures.lostWithoutReason("prices", new State.Connected<>(THIRD, SIX_SECONDS_AGO, "c", null), NOW))
			.hasMessage("Connection 'prices' was lost after 6 s, no reason given");
	}

	@Test
	void an_exception_is_found_a_thousand_causes_deep_and_no_deeper() {
		assertThat(Failures.find(wrapped(999), ConnectionRejectedException.class)).isNotNull();
		assertThat(Failures.find(wrapped(1_000), ConnectionRejectedException.class)).isNull();
	}

	private static Throwable wrapped(int times) {
		Throwable failure = new ConnectionRejectedException("no");
		for (int i = 0; i < times; i++) {
			failure = new IllegalStateException(failure);
		}
		return failure;
	}

}
