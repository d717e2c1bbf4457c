package io.connectionmanager.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Assumptions;

import static org.awaitility.Awaitility.await;

/**
 * A Redis server: the one that runs already, or one of its own, which can be killed.
 */
public final class RedisServer implements AutoCloseable {

	private final String host;

	private final int port;

	private final List<String> arguments;

	private Process process;

	private Path log;

	private RedisServer(String host, int port, List<String> arguments) {
		this.host = host;
		this.port = port;
		this.arguments = arguments;
	}

	/** The address is taken from REDIS_URL. */
	static RedisServer shared() {
		URI uri = URI.create(System.getenv().getOrDefault("REDIS_URL", "redis://127.0.0.1:6379"));
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 2_000);
		}
		catch (IOException ex) {
			skip("No Redis server at %s:%d: set REDIS_URL".formatted(uri.getHost(), uri.getPort()), ex);
		}
		return new RedisServer(uri.getHost(), uri.getPort(), List.of());
	}

	private static void skip(String message, IOException cause) {
		if ("true".equals(System.getenv("CI"))) {
			throw new IllegalStateException(message, cause);
		}
		Assumptions.abort(message);
	}

	/**
	 * Starts a server of its own.
	 * @param arguments further arguments
	 */
	public static RedisServer start(String... arguments) throws IOException {
		int port = freePort();
		List<String> command = new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1", "--port",
				String.valueOf(port), "--save", "", "--appendonly", "no"));
		command.addAll(List.of(arguments));
		return started(port, command);
	}

	/** Starts a server that speaks TLS only. */
	static RedisServer startSecure(String... arguments) throws IOException {
		int port = freePort();
		List<String> command = new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1", "--port", "0",
				"--tls-port", String.valueOf(port), "--tls-auth-clients", "no", "--save", "", "--appendonly", "no"));
		command.addAll(List.of(arguments));
		return started(port, command);
	}

	private static RedisServer started(int port, List<String> command) throws IOException {
		RedisServer server = new RedisServer("127.0.0.1", port, command);
		server.restart();
		return server;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	public void restart() throws IOException {
		if (this.log == null) {
			this.log = Files.createTempFile("redis", ".log");
		}
		try {
			this.process = new ProcessBuilder(this.arguments).redirectErrorStream(true)
				.redirectOutput(this.log.toFile())
				.start();
		}
		catch (IOException ex) {
			skip("redis-server is not installed", ex);
		}
		await().atMost(Duration.ofSeconds(10)).until(this::listens);
	}

	private boolean listens() throws IOException {
		if (!this.process.isAlive()) {
			throw new IllegalStateException(Files.readString(this.log));
		}
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(this.host, this.port), 1_000);
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
		return uri("redis", "");
	}

	/**
	 * Returns the address.
	 * @param scheme the scheme
	 * @param userInfo the user-info with the at sign, or an empty text
	 */
	URI uri(String scheme, String userInfo) {
		return URI.create("%s://%s%s:%d".formatted(scheme, userInfo, this.host, this.port));
	}

	String host() {
		return this.host;
	}

	public int port() {
		return this.port;
	}

	@Override
	public void close() throws IOException {
		kill();
		Files.deleteIfExists(this.log);
	}

}
