package io.connectionmanager.connector.test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FaultProxy}.
 */
class FaultProxyTests {

	private final LoginServer server = new LoginServer();

	private final FaultProxy proxy;

	FaultProxyTests() {
		this.server.start();
		this.proxy = FaultProxy.to(this.server.address());
	}

	@AfterEach
	void close() {
		this.proxy.close();
		this.server.close();
	}

	@Test
	void forwards_both_directions() throws IOException {
		try (Socket socket = connect()) {
			assertThat(exchange(socket, 'x')).isEqualTo('x');
			assertThat(this.proxy.opened()).isEqualTo(1);
			assertThat(this.proxy.open()).isEqualTo(1);
			assertThat(this.proxy.openToServer()).isEqualTo(1);
			assertThat(this.proxy.bytesToServer()).isEqualTo(1);
			// Counted when it has been sent: the client may be faster.
			Awaitility.await().until(() -> this.proxy.bytesToClient() == 1);
		}
		awaitNoneOpen();
		Awaitility.await().until(() -> this.proxy.openToServer() == 0);
	}

	@Test
	void forwards_the_end_of_one_direction_only() throws IOException {
		try (Socket socket = connect()) {
			socket.getOutputStream().write('x');
			socket.shutdownOutput();
			assertThat(socket.getInputStream().read()).isEqualTo('x');
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
	}

	@Test
	void refuses_and_accepts_again_at_the_same_port() throws IOException {
		for (int i = 0; i < 20; i++) {
			this.proxy.refuse();
			assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
			this.proxy.pass();
			connect().close();
		}
	}

	@Test
	void leaves_connections_unanswered() throws IOException {
		this.proxy.hang();
		try (Socket socket = new Socket()) {
			assertThatExceptionOfType(SocketTimeoutException.class)
				.isThrownBy(() -> socket.connect(this.proxy.address(), 200));
		}
		assertThat(this.proxy.opened()).isZero();
		this.proxy.pass();
		try (Socket socket = connect()) {
			assertThat(exchange(socket, 'x')).isEqualTo('x');
		}
	}

	@Test
	void resets_new_connections() throws IOException {
		this.proxy.reset();
		assertThatExceptionOfType(SocketException.class).isThrownBy(this::connectAndRead)
			.withMessageContaining("reset");
		assertThat(this.proxy.open()).isZero();
	}

	@Test
	void drops_new_connections_and_counts_them_until_the_client_closes() throws IOException {
		this.proxy.drop();
		try (Socket socket = connect()) {
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
			assertThat(this.proxy.open()).isEqualTo(1);
		}
		awaitNoneOpen();
		assertThat(this.proxy.openToServer()).isZero();
	}

	@Test
	void stalls_new_connections_until_it_passes_again() throws IOException {
		this.proxy.stall();
		try (Socket socket = connect()) {
			assertSilent(socket, 'x');
			assertThat(this.proxy.openToServer()).isZero();
			this.proxy.pass();
			assertThat(socket.getInputStream().read()).isEqualTo('x');
		}
	}

	@Test
	void falls_silent_in_both_directions_and_closes_nothing() throws IOException {
		try (Socket socket = connect()) {
			assertThat(exchange(socket, 'x')).isEqualTo('x');
			this.proxy.silence();
			assertSilent(socket, 'y');
			this.server.writeToAll('s');
			assertSilent(socket, 'z');
			assertThat(this.proxy.bytesToServer()).isEqualTo(1);
			assertThat(this.proxy.open()).isEqualTo(1);
			assertThat(this.proxy.openToServer()).isEqualTo(1);
			this.proxy.pass();
			assertThat(socket.getInputStream().readNBytes(3)).containsExactlyInAnyOrder('s', 'y', 'z');
		}
	}

	@Test
	void notices_a_client_that_closes_during_silence() throws IOException {
		Socket socket = connect();
		assertThat(exchange(socket, 'x')).isEqualTo('x');
		this.proxy.silence();
		socket.close();
		awaitNoneOpen();
		assertThat(this.proxy.openToServer()).isEqualTo(1);
		this.proxy.pass();
		Awaitility.await().until(() -> this.proxy.openToServer() == 0);
	}

	@Test
	void cuts_all_connections() throws IOException {
		try (Socket first = connect(); Socket second = connect()) {
			assertThat(exchange(first, 'x')).isEqualTo('x');
			assertThat(exchange(second, 'x')).isEqualTo('x');
			this.proxy.cut();
			for (Socket socket : new Socket[] { first, second }) {
				assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read())
					.withMessageContaining("reset");
			}
			assertThat(this.proxy.openToServer()).isZero();
		}
	}

	@Test
	void ends_all_connections_normally() throws IOException {
		try (Socket socket = connect()) {
			assertThat(exchange(socket, 'x')).isEqualTo('x');
			this.proxy.disconnect();
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
		awaitNoneOpen();
	}

	@Test
	void throttles() throws IOException {
		this.proxy.throttle(50_000);
		try (Socket socket = connect()) {
			long begin = System.nanoTime();
			socket.getOutputStream().write(new byte[20_000]);
			socket.getInputStream().readNBytes(20_000);
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(200));
			this.proxy.throttle(Long.MAX_VALUE);
			assertThat(exchange(socket, 'x')).isEqualTo('x');
		}
	}

	@Test
	void a_server_that_is_down_resets_the_connection() throws IOException {
		this.server.close();
		assertThatExceptionOfType(SocketException.class).isThrownBy(this::connectAndRead)
			.withMessageContaining("reset");
	}

	@Test
	void a_reader_that_is_slow_holds_up_the_writer_and_loses_nothing() throws Exception {
		int size = 8_000_000;
		try (Socket socket = connect()) {
			Thread writer = new Thread(() -> {
				try {
					socket.getOutputStream().write(new byte[size]);
				}
				catch (IOException ex) {
					// too few bytes are reported below
				}
			});
			writer.start();
			Awaitility.await().until(() -> this.proxy.bytesToClient() > 100_000);
			assertThat(socket.getInputStream().readNBytes(size)).hasSize(size);
			writer.join();
		}
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket();
		InetSocketAddress address = this.proxy.address();
		try {
			socket.connect(address, 10_000);
			socket.setSoTimeout(10_000);
			return socket;
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	/** A reset that comes early enough fails the connecting. */
	private void connectAndRead() throws IOException {
		try (Socket socket = connect()) {
			socket.getInputStream().read();
		}
	}

	private static int exchange(Socket socket, char value) throws IOException {
		socket.getOutputStream().write(value);
		return socket.getInputStream().read();
	}

	private static void assertSilent(Socket socket, char value) throws IOException {
		socket.getOutputStream().write(value);
		socket.setSoTimeout(150);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
		socket.setSoTimeout(10_000);
	}

	private void awaitNoneOpen() {
		Awaitility.await().until(() -> this.proxy.open() == 0);
	}

}
