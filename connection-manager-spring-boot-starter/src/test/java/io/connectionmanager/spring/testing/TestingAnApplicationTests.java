package io.connectionmanager.spring.testing;

import java.io.EOFException;
import java.net.Socket;
import java.time.Duration;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.testing.ScriptedConnector;
import io.connectionmanager.testing.VirtualTime;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of {@code docs/testing.md}: what a test of a Spring application looks like.
 */
@SpringBootTest(properties = "connection-manager.connections.prices.connector=scriptedConnector")
class TestingAnApplicationTests {

	@Test
	void prices_are_back_two_seconds_after_a_loss(@Autowired VirtualTime time,
			@Autowired ScriptedConnector<Socket> peer, @Autowired ConnectionManager<Socket> prices) {
		time.settle(); // run everything that is due now
		assertThat(prices.isConnected()).isTrue();
		peer.lastAttempt().disconnected(new EOFException());
		time.settle();
		assertThat(prices.isConnected()).isFalse();
		time.advance(Duration.ofSeconds(2)); // reconnect-after
		assertThat(prices.isConnected()).isTrue();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class InVirtualTime {

		@Bean
		VirtualTime time() {
			return new VirtualTime();
		}

		@Bean
		ConnectionRuntime connectionRuntime(VirtualTime time) {
			return time.runtime();
		}

		@Bean
		ScriptedConnector<Socket> scriptedConnector(VirtualTime time) {
			return new ScriptedConnector<>(time, (n) -> new Socket());
		}

	}

}
