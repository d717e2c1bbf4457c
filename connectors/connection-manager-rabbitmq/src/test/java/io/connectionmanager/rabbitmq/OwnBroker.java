package io.connectionmanager.rabbitmq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.connectionmanager.connector.Credentials;
import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.connector.test.TestServer;

/**
 * A broker of the test's own, which it may kill.
 */
public final class OwnBroker {

	static final String USER = "app";

	public static final String PASSWORD = "kT9broker4s3cret";

	/** Not the wrapper in the path of Debian, which runs as another user. */
	private static final Path DEBIAN = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

	private static TestServer shared;

	private OwnBroker() {
	}

	static Credentials credentials() {
		return new Credentials(USER, PASSWORD.toCharArray());
	}

	/**
	 * Returns the broker of all tests of this module, because one takes seconds to start.
	 * It ends with the JVM, and not when it is closed.
	 */
	public static synchronized TestServer shared() {
		if (shared == null) {
			shared = new Shared(start());
		}
		return shared;
	}

	private static ServerProcess start() {
		String program = Files.isExecutable(DEBIAN) ? DEBIAN.toString() : "rabbitmq-server";
		return ServerProcess.program(program)
			.file("rabbitmq.conf", """
					listeners.tcp.1 = 127.0.0.1:{port}
					default_user = %s
					default_pass = %s
					loopback_users = none
					log.console = true
					log.console.level = warning
					log.file = false
					""".formatted(USER, PASSWORD))
			.file("enabled_plugins", "[].\n")
			.environment("HOME", "{directory}")
			.environment("RABBITMQ_NODENAME", "connector-test-{port}@localhost")
			.environment("RABBITMQ_DIST_PORT", Integer.toString(freePort()))
			.environment("RABBITMQ_MNESIA_BASE", "{directory}/mnesia")
			.environment("RABBITMQ_LOG_BASE", "{directory}/log")
			.environment("RABBITMQ_PID_FILE", "{directory}/pid")
			.environment("RABBITMQ_FEATURE_FLAGS_FILE", "{directory}/feature_flags")
			.environment("RABBITMQ_CONFIG_FILE", "{directory}/rabbitmq.conf")
			.environment("RABBITMQ_CONF_ENV_FILE", "/dev/null")
			.environment("RABBITMQ_ENABLED_PLUGINS_FILE", "{directory}/enabled_plugins")
			.environment("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}")
			.patience(Duration.ofSeconds(60))
			.start();
	}

	private record Shared(ServerProcess process) implements TestServer {

		@Override
		public InetSocketAddress address() {
			return this.process.address();
		}

		@Override
		public boolean isOwn() {
			return true;
		}

		@Override
		public void start() {
			this.process.start();
		}

		@Override
		public void kill() {
			this.process.kill();
		}

		@Override
		public void close() {
			// Others use it.
		}

	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
