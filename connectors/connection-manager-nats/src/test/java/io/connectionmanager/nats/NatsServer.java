package io.connectionmanager.nats;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

import static org.awaitility.Awaitility.await;

/**
 * A NATS server of a test's own, which it may kill and start again.
 */
final class NatsServer implements AutoCloseable {

	private final int port;

	private final List<String> command = new ArrayList<>();

	private Process process;

	NatsServer(String... arguments) throws IOException {
		this.port = freePort();
		this.command.addAll(List.of(binary(), "-a", "127.0.0.1", "-p", String.valueOf(this.port)));
		this.command.addAll(List.of(arguments));
		start();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static String binary() {
		String binary = System.getenv().getOrDefault("NATS_SERVER", "/usr/sbin/nats-server");
		boolean present = new File(binary).canExecute();
		if (!present && "true".equals(System.getenv("CI"))) {
			throw new IllegalStateException("There is no NATS server at " + binary);
		}
		Assumptions.assumeTrue(present, "There is no NATS server at " + binary + ": set NATS_SERVER");
		return binary;
	}

	void start() throws IOException {
		this.process = new ProcessBuilder(this.command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		await().ignoreExceptions().until(() -> {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), 1_000);
				return true;
			}
		});
	}

	/** As {@code kill -9} does. */
	void kill() {
		try {
			this.process.destroyForcibly().waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	void enterLameDuckMode() throws Exception {
		new ProcessBuilder("kill", "-USR2", String.valueOf(this.process.pid())).start().waitFor(10, TimeUnit.SECONDS);
	}

	String address() {
		return "127.0.0.1:" + this.port;
	}

	@Override
	public void close() {
		kill();
	}

}
