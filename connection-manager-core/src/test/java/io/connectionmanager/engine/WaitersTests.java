package io.connectionmanager.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.engine.runtime.EngineRuntime;

import static org.assertj.core.api.Assertions.assertThat;

class WaitersTests {

	private final ConnectionRuntime runtime = ConnectionRuntime.builder().build();

	private final Waiters waiters = new Waiters();

	@AfterEach
	void close() {
		this.runtime.close();
	}

	@Test
	void one_who_has_seen_something_leaves_nothing_behind() throws InterruptedException {
		assertThat(this.waiters.await(() -> "seen", TimeUnit.SECONDS.toNanos(10), EngineRuntime.of(this.runtime)))
			.isEqualTo("seen");
		assertThat(this.waiters.isEmpty()).isTrue();
	}

	@Test
	void one_whose_time_is_over_leaves_nothing_behind() throws InterruptedException {
		Object seen = this.waiters.await(() -> null, 1, EngineRuntime.of(this.runtime));
		assertThat(seen).isNull();
		assertThat(this.waiters.isEmpty()).isTrue();
	}

	@Test
	void a_time_that_is_too_long_to_count_is_the_longest_there_is() {
		assertThat(Waiters.nanos(Duration.ofMillis(3))).isEqualTo(3_000_000);
		assertThat(Waiters.nanos(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
	}

}
