package io.connectionmanager.connector;

import java.time.Duration;

import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionSettings.KeepAlive;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TcpKeepAlive}.
 */
class TcpKeepAliveTests {

	@Test
	void a_dead_host_is_noticed_within_interval_and_timeout() {
		assertThat(TcpKeepAlive.options(new KeepAlive(true, Duration.ofSeconds(30), Duration.ofSeconds(9))))
			.containsEntry(ExtendedSocketOptions.TCP_KEEPIDLE, 30)
			.containsEntry(ExtendedSocketOptions.TCP_KEEPINTERVAL, 3)
			.containsEntry(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
	}

	@Test
	void times_stay_within_the_range_of_operating_systems() {
		assertThat(TcpKeepAlive.options(new KeepAlive(true, Duration.ofDays(7), Duration.ofMillis(1))))
			.containsEntry(ExtendedSocketOptions.TCP_KEEPIDLE, 32_767)
			.containsEntry(ExtendedSocketOptions.TCP_KEEPINTERVAL, 1);
	}

}
