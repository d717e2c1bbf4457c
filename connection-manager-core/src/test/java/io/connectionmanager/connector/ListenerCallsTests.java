package io.connectionmanager.connector;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ListenerCalls}.
 */
@Timeout(30)
class ListenerCallsTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final ListenerCalls calls = new ListenerCalls();

	private final CountDownLatch release = new CountDownLatch(1);

	/** Completes with whether the call was interrupted. */
	private CompletableFuture<Boolean> blockedCall() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		CompletableFuture<Boolean> call = CompletableFuture.supplyAsync(() -> {
			assertThat(this.calls.begin()).isTrue();
			begun.countDown();
			try {
				this.release.await();
				return false;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return true;
			}
			finally {
				this.calls.finish();
				assertThat(Thread.currentThread().isInterrupted()).isFalse();
			}
		});
		assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
		return call;
	}

	@Test
	void a_call_that_blocks_is_interrupted_when_its_time_is_over() throws Exception {
		CompletableFuture<Boolean> call = blockedCall();
		assertThat(this.calls.isUnderWay()).isTrue();
		this.calls.end(Duration.ofMillis(10));
		assertThat(call.get(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.calls.isUnderWay()).isFalse();
	}

	@Test
	void a_call_that_returns_in_time_is_not_interrupted() throws Exception {
		CompletableFuture<Boolean> call = blockedCall();
		CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
			try {
				this.calls.end(LONG);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		this.release.countDown();
		assertThat(call.get(20, TimeUnit.SECONDS)).isFalse();
		end.get(20, TimeUnit.SECONDS);
	}

	@Test
	void a_caller_that_is_interrupted_does_not_wait() throws Exception {
		CompletableFuture<Boolean> call = blockedCall();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> this.calls.end(LONG));
		assertThat(call.get(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void no_call_begins_after_the_end() throws Exception {
		this.calls.end(LONG);
		assertThat(this.calls.begin()).isFalse();
		assertThat(this.calls.isUnderWay()).isFalse();
	}

	@Test
	void a_listener_that_ends_its_own_calls_neither_waits_nor_is_interrupted() throws Exception {
		assertThat(this.calls.begin()).isTrue();
		this.calls.end(LONG);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		this.calls.finish();
		assertThat(this.calls.begin()).isFalse();
	}

}
