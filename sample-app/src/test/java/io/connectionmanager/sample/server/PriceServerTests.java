package io.connectionmanager.sample.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The price server, seen through a bare socket.
 */
class PriceServerTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final Duration SHORT = Duration.ofMillis(100);

	private PriceServer server;

	@BeforeEach
	void startServer() throws IOException {
		this.server = new PriceServer(0);
	}

	@AfterEach
	void no_client_is_left() {
		this.server.close();
		await().until(() -> this.server.clients() == 0);
	}

	@Test
	void a_subscriber_is_welcomed_and_sent_prices() throws IOException {
		try (Client client = new Client("prices")) {
			assertThat(client.line()).isEqualTo("WELCOME prices");
			assertThat(client.line()).isEqualTo("HEARTBEAT");
			assertThat(client.line()).matches("[A-Z]+ \\d+\\.\\d{2}");
		}
	}

	@Test
	void an_unknown_topic_is_refused_in_words() throws IOException {
		try (Client client = new Client("gossip")) {
			assertThat(client.line()).isEqualTo("ERROR There is no topic 'gossip'");
			assertThat(client.line()).isNull();
		}
	}

	@Test
	void a_client_that_leaves_is_forgotten() throws IOException {
		try (Client client = new Client("prices")) {
			client.line();
			assertThat(this.server.clients()).isEqualTo(1);
		}
		await().until(() -> this.server.clients() == 0);
	}

	@Test
	void cut_closes_every_connection_and_accepts_new_ones() throws IOException {
		try (Client first = new Client("prices"); Client second = new Client("quotes")) {
			first.line();
			second.line();
			this.server.apply(Fault.CUT, LONG);
			first.awaitEnd();
			second.awaitEnd();
		}
		assertThatServerIsWell();
	}

	@Test
	void refuse_closes_the_listening_socket_and_listens_again_on_the_same_port() throws IOException {
		try (Client client = new Client("prices")) {
			client.line();
			this.server.apply(Fault.REFUSE, LONG);
			client.awaitEnd();
		}
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Client("prices"));
		this.server.apply(Fault.REFUSE, SHORT);
		await().ignoreException(ConnectException.class).untilAsserted(this::assertThatServerIsWell);
	}

	@Test
	void silent_accepts_and_says_nothing_until_it_is_over() throws IOException {
		try (Client before = new Client("prices")) {
			before.line();
			this.server.apply(Fault.SILENT, LONG);
			try (Client client = new Client("prices")) {
				client.hearsNothing();
				this.server.apply(Fault.SILENT, SHORT);
				assertThat(client.line()).isEqualTo("WELCOME prices");
			}
		}
	}

	@Test
	void drop_accepts_and_closes() throws IOException {
		this.server.apply(Fault.DROP, LONG);
		try (Client client = new Client("prices")) {
			client.awaitEnd();
		}
		this.server.apply(Fault.DROP, SHORT);
		await().ignoreExceptionsInstanceOf(IOException.class).untilAsserted(this::assertThatServerIsWell);
	}

	@Test
	void garble_talks_nonsense_to_old_and_new_clients_until_it_is_over() throws IOException {
		try (Client before = new Client("prices")) {
			before.line();
			this.server.apply(Fault.GARBLE, LONG);
			try (Client client = new Client("prices")) {
				assertThat(client.line()).doesNotContain("WELCOME");
				await().until(() -> before.line().startsWith("HTTP"));
			}
			this.server.apply(Fault.GARBLE, SHORT);
			await().untilAsserted(this::assertThatServerIsWell);
		}
	}

	/**
	 * Again and again: a socket that has been closed goes on accepting for a moment if
	 * nobody waits for the thread that accepts.
	 */
	@RepeatedTest(50)
	void refuse_is_over_at_once_when_it_is_healed() throws IOException {
		this.server.apply(Fault.REFUSE, LONG);
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Client("prices"));
		this.server.apply(Fault.REFUSE, LONG);
		this.server.apply(Fault.HEAL, LONG);
		assertThat(this.server.fault()).isEqualTo(Fault.HEAL);
		assertThatServerIsWell();
	}

	@Test
	void heal_ends_a_fault_at_once() throws IOException {
		for (Fault fault : new Fault[] { Fault.REFUSE, Fault.SILENT, Fault.DROP, Fault.GARBLE }) {
			this.server.apply(fault, LONG);
			this.server.apply(Fault.HEAL, LONG);
			assertThatServerIsWell();
		}
	}

	private void assertThatServerIsWell() throws IOException {
		try (Client client = new Client("quotes")) {
			assertThat(client.line()).isEqualTo("WELCOME quotes");
		}
	}

	private final class Client implements AutoCloseable {

		private final Socket socket;

		private final BufferedReader lines;

		Client(String topic) throws IOException {
			this.socket = new Socket(PriceServerTests.this.server.address().getAddress(),
					PriceServerTests.this.server.address().getPort());
			this.lines = new BufferedReader(
					new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8));
			this.socket.getOutputStream().write(("SUBSCRIBE " + topic + "\n").getBytes(StandardCharsets.UTF_8));
		}

		String line() throws IOException {
			this.socket.setSoTimeout((int) LONG.toMillis());
			return this.lines.readLine();
		}

		void hearsNothing() throws IOException {
			this.socket.setSoTimeout((int) SHORT.toMillis());
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(this.lines::readLine);
		}

		void awaitEnd() throws IOException {
			try {
				while (line() != null) {
					// It was said before the end.
				}
			}
			catch (SocketException ex) {
				// A reset is an end, too.
			}
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
