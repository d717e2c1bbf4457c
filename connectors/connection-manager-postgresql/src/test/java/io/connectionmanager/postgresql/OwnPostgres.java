package io.connectionmanager.postgresql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

import io.connectionmanager.connector.Credentials;
import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.connector.test.TestIdentity;
import io.connectionmanager.connector.test.TestServer;

/**
 * A server of the test's own, with password authentication, which it may kill. The server
 * refuses to run as root, and is then run as {@code postgres}.
 */
public final class OwnPostgres {

	static final String USER = "app";

	public static final String PASSWORD = "kT9database4s3cret";

	private static final String SCRIPT = """
			set -e
			if [ "$(id -u)" = 0 ]; then
				chown -R postgres .
				as="setpriv --reuid=postgres --regid=postgres --init-groups"
			fi
			if [ ! -d data ] && [ -d "$TEMPLATE" ]; then
				$as cp -r "$TEMPLATE" data
			elif [ ! -d data ]; then
				$as "$BIN/initdb" -D data -U app --pwfile=password.txt -A scram-sha-256 --no-sync -E UTF8 --locale=C
				$as cp -r data template
			fi
			[ ! -f server.key ] || chmod 600 server.key
			exec $as "$BIN/postgres" -D data -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
				-c fsync=off -c shared_buffers=16MB -c max_connections=20 $TLS
			""";

	private OwnPostgres() {
	}

	static Credentials credentials() {
		return new Credentials(USER, PASSWORD.toCharArray());
	}

	public static ServerProcess start() {
		return builder().environment("TEMPLATE", "").start();
	}

	/**
	 * Starts a server with TLS.
	 * @param template a server whose initial data to copy, which is quicker
	 * @param identity the certificate of the server
	 * @return the server
	 */
	public static ServerProcess startSecure(ServerProcess template, TestIdentity identity) {
		return builder().environment("TEMPLATE", template.directory().resolve("template").toString())
			.file("server.crt", read(identity.certificateChain()))
			.file("server.key", read(identity.privateKey()))
			.environment("TLS",
					"-c ssl=on -c ssl_cert_file={directory}/server.crt -c ssl_key_file={directory}/server.key")
			.start();
	}

	private static ServerProcess.Builder builder() {
		return ServerProcess.program("sh", "{directory}/run.sh")
			.file("run.sh", SCRIPT)
			.file("password.txt", PASSWORD)
			.environment("BIN", binaries().toString())
			.patience(Duration.ofSeconds(60))
			.environment("TLS", "");
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path binaries() {
		return Optional.ofNullable(System.getenv("POSTGRESQL_BIN"))
			.map(Path::of)
			.or(OwnPostgres::newestOfDebian)
			.orElseThrow(() -> TestServer
				.unavailable("No PostgreSQL server is installed: set POSTGRESQL_BIN to its programs"));
	}

	private static Optional<Path> newestOfDebian() {
		Path versions = Path.of("/usr/lib/postgresql");
		if (!Files.isDirectory(versions)) {
			return Optional.empty();
		}
		try (Stream<Path> all = Files.list(versions)) {
			return all.map((it) -> it.resolve("bin"))
				.filter((it) -> Files.isExecutable(it.resolve("initdb")))
				.max(Comparator.comparing(Path::toString));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
