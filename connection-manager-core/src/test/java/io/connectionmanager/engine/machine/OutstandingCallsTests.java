package io.connectionmanager.engine.machine;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutstandingCallsTests {

	private static final long NOW = Long.MAX_VALUE - 5;

	@Test
	@DisplayName("Promise 27: at most three abandoned calls of open")
	void the_third_abandoned_open_is_one_too_many_until_one_returns() {
		OutstandingCalls calls = OutstandingCalls.NONE.openAbandoned(1).openAbandoned(2);
		assertThat(calls.tooMany(NOW)).isFalse();
		calls = calls.openAbandoned(3);
		assertThat(calls.tooMany(NOW)).isTrue();
		assertThat(calls.openReturned(9)).isSameAs(calls);
		assertThat(calls.openReturned(2).tooMany(NOW)).isFalse();
	}

	@Test
	@DisplayName("Promise 27: an attempt whose open or whose action goes on counts once, however many of them do")
	void attempts_whose_actions_go_on_count_like_those_whose_open_does() {
		OutstandingCalls calls = OutstandingCalls.NONE.openAbandoned(1)
			.abandonRequested(1)
			.abandonRequested(1)
			.abandonRequested(2);
		assertThat(calls.abandoned()).isEqualTo(2);
		assertThat(calls.tooMany(NOW)).isFalse();
		calls = calls.abandonRequested(3);
		assertThat(calls.tooMany(NOW)).isTrue();
		assertThat(calls.abandonReturned(1).openReturned(1).tooMany(NOW)).isTrue();
		assertThat(calls.abandonReturned(2).tooMany(NOW)).isFalse();
		assertThat(calls.openReturned(1).abandonReturned(1).abandonReturned(1).abandonReturned(2).abandonReturned(3))
			.isSameAs(OutstandingCalls.NONE);
	}

	@Test
	@DisplayName("Promises 6 and 27: a hundred closes that hang, and no fewer, hold up the next attempt")
	void a_hundred_closes_past_their_grace_are_too_many() {
		OutstandingCalls calls = OutstandingCalls.NONE;
		for (int generation = 1; generation <= 100; generation++) {
			calls = calls.closeRequested(generation);
			assertThat(calls.tooMany(NOW)).isFalse();
			calls = calls.closeCalled(generation, NOW);
		}
		assertThat(calls.tooMany(NOW + OutstandingCalls.CLOSE_GRACE - 1)).isFalse();
		assertThat(calls.tooMany(NOW + OutstandingCalls.CLOSE_GRACE)).isTrue();
		assertThat(calls.closeReturned(4).tooMany(NOW + OutstandingCalls.CLOSE_GRACE)).isFalse();
		assertThat(calls.closeCalled(4, NOW + 1).tooMany(NOW + OutstandingCalls.CLOSE_GRACE)).isFalse();
	}

	@Test
	@DisplayName("Promise 5: close-grace is counted from the call")
	void the_grace_of_a_close_begins_when_it_is_called_and_ends_at_its_last_nanosecond() {
		OutstandingCalls calls = OutstandingCalls.NONE.closeRequested(1);
		assertThat(calls.closeIsUncalled()).isTrue();
		assertThat(calls.closingsAllow(NOW + 2 * OutstandingCalls.CLOSE_GRACE)).isFalse();
		calls = calls.closeCalled(1, NOW);
		assertThat(calls.closeIsUncalled()).isFalse();
		assertThat(calls.closingsAllow(NOW + OutstandingCalls.CLOSE_GRACE - 1)).isFalse();
		assertThat(calls.closingsAllow(NOW + OutstandingCalls.CLOSE_GRACE)).isTrue();
	}

	@Test
	void the_grace_of_several_closes_ends_with_that_of_the_last() {
		OutstandingCalls calls = OutstandingCalls.NONE.closeRequested(1)
			.closeCalled(1, NOW)
			.closeRequested(2)
			.closeCalled(2, NOW + 20)
			.closeRequested(3)
			.closeCalled(3, NOW + 10);
		assertThat(calls.closeGraceEnds(NOW + 30)).isEqualTo(NOW + 20 + OutstandingCalls.CLOSE_GRACE);
		long later = NOW + 2 * OutstandingCalls.CLOSE_GRACE;
		assertThat(calls.closeGraceEnds(later)).isEqualTo(later);
		assertThat(calls.closeReturned(1).closeReturned(2).closeReturned(3)).isSameAs(OutstandingCalls.NONE);
	}

}
