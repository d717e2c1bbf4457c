package io.connectionmanager.spring.testing;

import java.net.Socket;
import java.time.Duration;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.testing.InMemoryCoordinationStore;
import io.connectionmanager.testing.ScriptedConnector;
import io.connectionmanager.testing.VirtualTime;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of {@code docs/testing.md} for exclusive connections.
 */
@SpringBootTest(
		properties = { "spring.application.name=quotes-service", "connection-manager.connections.prices.exclusive=true",
				"connection-manager.connections.prices.connector=scriptedConnector" })
class TestingAnExclusiveConnectionTests {

	@Test
	void prices_are_given_up_before_another_replica_may_connect(@Autowired VirtualTime time,
			@Autowired InMemoryCoordinationStore store, @Autowired ConnectionManager<Socket> prices) {
		time.advance(Duration.ofSeconds(1)); // join the group, claim, connect
		assertThat(prices.isConnected()).isTrue();
		store.reachable(false);
		time.advance(Duration.ofSeconds(6)); // too short to be noticed
		assertThat(prices.isConnected()).isTrue();
		time.advance(Duration.ofSeconds(5)); // past lease-duration - safety-margin
		assertThat(prices.snapshot().state()).isEqualTo(ConnectionState.STANDBY);
		store.reachable(true);
		time.advance(Duration.ofSeconds(3));
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
		InMemoryCoordinationStore coordinationStore() {
			return new InMemoryCoordinationStore();
		}

		@Bean
		ScriptedConnector<Socket> scriptedConnector(VirtualTime time) {
			return new ScriptedConnector<>(time, (n) -> new Socket());
		}

	}

}
