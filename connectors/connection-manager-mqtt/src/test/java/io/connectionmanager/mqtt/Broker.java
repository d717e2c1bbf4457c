package io.connectionmanager.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Assumptions;

import static org.awaitility.Awaitility.await;

/**
 * A Mosquitto broker: the one that runs already, or one of its own, which can be killed.
 */
public final class Broker implements AutoCloseable {

	private final int port;

	private final String scheme;

	private final Path folder;

	private Process process;

	private Broker(String scheme, int port, Path folder, Process process) {
		this.scheme = scheme;
		this.port = port;
		this.folder = folder;
		this.process = process;
	}

	/** The address is taken from MQTT_URL. */
	static Broker shared() {
		URI uri = URI.create(System.getenv().getOrDefault("MQTT_URL", "mqtt://127.0.0.1:1883"));
		requireServer("MQTT_URL", uri.getHost(), uri.getPort());
		return new Broker(uri.getScheme(), uri.getPort(), null, null);
	}

	private static void requireServer(String variable, String host, int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(host, port), 2_000);
		}
		catch (IOException ex) {
			String message = "No broker at %s:%d: set %s".formatted(host, port, variable);
			if ("true".equals(System.getenv("CI"))) {
				throw new IllegalStateException(message, ex);
			}
			Assumptions.abort(message);
		}
	}

	/**
	 * Starts a broker of its own.
	 * @param configuration further lines of the configuration of its listener
	 */
	public static Broker start(String... configuration) throws IOException {
		return start("mqtt", configuration);
	}

	static Broker startSecure(String... configuration) throws IOException {
		return start("mqtts", configuration);
	}

	private static Broker start(String scheme, String... configuration) throws IOException {
		int port = freePort();
		Path folder = Files.createTempDirectory("mosquitto");
		String lines = String.join("\n", configuration);
		Files.writeString(folder.resolve("mosquitto.conf"), """
				user root
				listener %d 127.0.0.1
				%s
				%s
				""".formatted(port, lines.contains("password_file") ? "" : "allow_anonymous true", lines));
		Broker broker = new Broker(scheme, port, folder, null);
		broker.restart();
		return broker;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	public void restart() throws IOException {
		try {
			this.process = new ProcessBuilder("mosquitto", "-c", this.folder.resolve("mosquitto.conf").toString())
				.redirectErrorStream(true)
				.redirectOutput(this.folder.resolve("log").toFile())
				.start();
		}
		catch (IOException ex) {
			if ("true".equals(System.getenv("CI"))) {
				throw ex;
			}
			Assumptions.abort("Mosquitto is not installed");
		}
		await().atMost(Duration.ofSeconds(10)).until(this::listens);
	}

	private boolean listens() throws IOException {
		if (!this.process.isAlive()) {
			throw new IllegalStateException(Files.readString(this.folder.resolve("log")));
		}
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("127.0.0.1", this.port), 1_000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** With SIGKILL. */
	public void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	public URI uri() {
		return URI.create("%s://127.0.0.1:%d".formatted(this.scheme, this.port));
	}

	public int port() {
		return this.port;
	}

	@Override
	public void close() throws IOException {
		kill();
		try (var files = Files.list(this.folder)) {
			files.forEach((file) -> file.toFile().delete());
		}
		Files.delete(this.folder);
	}

}
