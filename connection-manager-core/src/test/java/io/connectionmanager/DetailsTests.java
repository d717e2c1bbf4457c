package io.connectionmanager;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * What connectors tell people about an attempt.
 */
class DetailsTests extends InVirtualTime {

	private Map<String, Object> details(ConnectionManager<?> manager) {
		return manager.snapshot().details();
	}

	@Test
	void details_are_shown_while_their_attempt_is_the_current_one() {
		this.connector.then((attempt) -> {
			attempt.detail("session present", true);
			return this.connector.connection();
		});
		ConnectionManager<String> manager = start();
		ConnectionAttempt attempt = this.connector.lastAttempt();
		assertThat(details(manager)).isEqualTo(Map.of("session present", true));
		attempt.connected();
		attempt.detail("blocked", "low on disk");
		attempt.detail("queue", 7L);
		assertThat(details(manager)).isEqualTo(Map.of("session present", true, "blocked", "low on disk", "queue", 7L));
		attempt.detail("blocked", null);
		attempt.detail("unknown", null);
		attempt.detail("queue", 8);
		assertThat(details(manager)).isEqualTo(Map.of("session present", true, "queue", 8));
		attempt.disconnected(FAILURE);
		assertThat(details(manager)).isEmpty();
		attempt.detail("late", true);
		assertThat(details(manager)).isEmpty();
		advance(Duration.ofSeconds(2));
		assertThat(manager.isConnected()).isTrue();
		assertThat(details(manager)).isEmpty();
		attempt.detail("stale", true);
		assertThat(details(manager)).isEmpty();
		this.connector.lastAttempt().detail("current", true);
		assertThat(details(manager)).isEqualTo(Map.of("current", true));
		attempt.detail("stale", true);
		attempt.keepAlive(attempt::alive);
		assertThat(details(manager)).isEqualTo(Map.of("current", true));
		manager.stop();
		assertThat(details(manager)).isEmpty();
	}

	@Test
	void values_are_kept_as_what_cannot_change_or_grow() {
		ConnectionManager<String> manager = start();
		ConnectionAttempt attempt = this.connector.lastAttempt();
		AtomicLong changing = new AtomicLong(1);
		attempt.detail("changing", changing);
		attempt.detail("large", BigInteger.TEN.pow(10_000));
		attempt.detail("text", new StringBuilder("two\nlines"));
		attempt.detail("secret", "password=hunter2");
		attempt.detail("number", 1.5);
		changing.set(2);
		assertThat(details(manager)).containsEntry("changing", "1").containsEntry("number", 1.5);
		assertThat(details(manager).get("large")).asString().hasSize(256).endsWith("\u2026");
		assertThat(details(manager).get("text")).asString().startsWith("two").doesNotContain("\n");
		assertThat(details(manager).get("secret")).asString().doesNotContain("hunter2");
	}

	@Test
	void there_are_no_more_than_32() {
		ConnectionManager<String> manager = start();
		ConnectionAttempt attempt = this.connector.lastAttempt();
		for (int i = 0; i < 1_000; i++) {
			attempt.detail("key " + i, i);
		}
		assertThat(details(manager)).hasSize(32).containsEntry("key 31", 31);
		attempt.detail("key 0", "changed");
		attempt.detail("key 1", null);
		attempt.detail("another", true);
		assertThat(details(manager)).hasSize(32).containsEntry("key 0", "changed").containsEntry("another", true);
	}

	@ParameterizedTest
	@ValueSource(strings = { "abandoned", "hangingCloses", "endpoint", "", " ",
			"a key of 65 characters: ......................................... x" })
	void keys_of_the_manager_and_pointless_ones_are_rejected(String key) {
		start();
		ConnectionAttempt attempt = this.connector.lastAttempt();
		assertThatIllegalArgumentException().isThrownBy(() -> attempt.detail(key, true));
		assertThatIllegalArgumentException().isThrownBy(() -> attempt.detail(key, null));
		assertThatNullPointerException().isThrownBy(() -> attempt.detail(null, true));
	}

}
