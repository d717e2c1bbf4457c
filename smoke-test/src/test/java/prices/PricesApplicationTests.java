package prices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

import io.connectionmanager.ConnectionManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application of docs/getting-started.md, as it is printed there.
 */
@SpringBootTest
@ExtendWith(OutputCaptureExtension.class)
class PricesApplicationTests {

	private static final ServerSocket server = listen();

	@Autowired
	private ConnectionManager<Socket> prices;

	@DynamicPropertySource
	static void url(DynamicPropertyRegistry registry) {
		registry.add("connection-manager.connections.prices.url", () -> "tcp://localhost:" + server.getLocalPort());
	}

	@AfterAll
	static void stopListening() throws IOException {
		server.close();
	}

	@Test
	@Timeout(60)
	void it_subscribes_and_prints_and_subscribes_again_after_a_loss(CapturedOutput output) throws Exception {
		serve("SAP 176.76").close();
		await().atMost(Duration.ofSeconds(20)).until(() -> this.prices.snapshot().disconnects() == 1);
		// The outage is over when the connection has been up for a while, with a server that keeps talking.
		try (Socket client = serve("MSFT 412.30")) {
			await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
				client.getOutputStream().write("MSFT 412.30\n".getBytes());
				assertThat(output).contains("SAP 176.76", "lost", "up again", "MSFT 412.30");
			});
		}
	}

	/** Sends a price. */
	private static Socket serve(String price) throws IOException {
		Socket client = server.accept();
		var lines = new BufferedReader(new InputStreamReader(client.getInputStream()));
		assertThat(lines.readLine()).isEqualTo("SUBSCRIBE prices");
		client.getOutputStream().write((price + "\n").getBytes());
		return client;
	}

	private static ServerSocket listen() {
		try {
			return new ServerSocket(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
