package newcomer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.Connector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The least that an application can write: a connector, and no configuration at all.
 */
@SpringBootTest(properties = "spring.config.name=none")
class ConnectorAloneTests {

	private static final ServerSocket peer = listen();

	@Autowired
	private ConnectionManager<Socket> feed;

	@DynamicPropertySource
	static void port(DynamicPropertyRegistry registry) {
		registry.add("port", peer::getLocalPort);
	}

	@AfterAll
	static void stopListening() throws IOException {
		peer.close();
	}

	@Test
	void a_connector_bean_is_all_that_it_takes() throws Exception {
		assertThat(this.feed.name()).isEqualTo("feed");
		Socket first = this.feed.awaitConnection(Duration.ofSeconds(10));
		assertThat(first.isConnected()).isTrue();
		this.feed.connectionLost(first, new IOException("noticed by a user"));
		assertThat(this.feed.isConnected()).isFalse();
		Socket second = this.feed.awaitConnection(Duration.ofSeconds(20));
		assertThat(second).isNotSameAs(first);
		assertThat(first.isClosed()).isTrue();
	}

	private static ServerSocket listen() {
		try {
			return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Connector<Socket> feedConnector(@Value("${port}") int port) {
			return Connector.blocking((attempt) -> new Socket(InetAddress.getLoopbackAddress(), port));
		}

	}

}
