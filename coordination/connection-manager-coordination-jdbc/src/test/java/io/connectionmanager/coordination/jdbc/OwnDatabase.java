package io.connectionmanager.coordination.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.h2.tools.Server;

import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.connector.test.TestServer;

/**
 * A server of the test's own, which it may kill.
 */
final class OwnDatabase implements TestDatabase {

	private static final String PASSWORD = "kT9database4s3cret";

	/** The servers refuse to run as root. */
	private static final String AS = """
			set -e
			if [ "$(id -u)" = 0 ]; then
				chown -R $1 .
				as="setpriv --reuid=$1 --regid=$1 --init-groups"
			fi
			""";

	private static final String POSTGRES = AS + """
			if [ ! -d data ]; then
				$as "$BIN/initdb" -D data -U app --pwfile=password.txt -A scram-sha-256 --no-sync -E UTF8 --locale=C
			fi
			exec $as "$BIN/postgres" -D data -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
				-c shared_buffers=16MB -c max_connections=30
			""";

	private static final String MARIADB = AS + """
			if [ ! -d data ]; then
				$as mariadb-install-db --no-defaults --datadir={directory}/data --skip-test-db
				init=--init-file={directory}/init.sql
			fi
			exec $as mariadbd --no-defaults --datadir={directory}/data --port={port} --bind-address=127.0.0.1 $init \
				--socket={directory}/socket --skip-name-resolve --innodb-buffer-pool-size=16M
			""";

	private static final String MARIADB_USER = """
			CREATE DATABASE app;
			CREATE USER app@'127.0.0.1' IDENTIFIED BY '%s';
			GRANT ALL ON app.* TO app@'127.0.0.1';
			""".formatted(PASSWORD);

	private final ServerProcess server;

	private final Function<InetSocketAddress, String> url;

	private OwnDatabase(ServerProcess server, Function<InetSocketAddress, String> url) {
		this.server = server;
		this.url = url;
	}

	static OwnDatabase postgres() {
		ServerProcess server = ServerProcess.program("sh", "{directory}/run.sh", "postgres")
			.file("run.sh", POSTGRES)
			.file("password.txt", PASSWORD)
			.environment("BIN", postgresPrograms().toString())
			.start();
		return new OwnDatabase(server,
				(address) -> "jdbc:postgresql://" + TestDatabase.authority(address) + "/postgres");
	}

	static OwnDatabase mariaDb() {
		ServerProcess server = ServerProcess.program("sh", "{directory}/run.sh", "mysql")
			.file("run.sh", MARIADB)
			.file("init.sql", MARIADB_USER)
			.start();
		return new OwnDatabase(server, (address) -> "jdbc:mariadb://" + TestDatabase.authority(address) + "/app");
	}

	static OwnDatabase h2() {
		ServerProcess server = ServerProcess
			.java(Server.class, "-tcp", "-tcpPort", "{port}", "-baseDir", "{directory}", "-ifNotExists")
			.start();
		return new OwnDatabase(server, (address) -> "jdbc:h2:tcp://" + TestDatabase.authority(address) + "/app");
	}

	private static Path postgresPrograms() {
		return Optional.ofNullable(System.getenv("POSTGRESQL_BIN"))
			.map(Path::of)
			.or(OwnDatabase::newestOfDebian)
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

	@Override
	public String url(InetSocketAddress address) {
		return this.url.apply(address);
	}

	@Override
	public String username() {
		return "app";
	}

	@Override
	public String password() {
		return PASSWORD;
	}

	@Override
	public InetSocketAddress address() {
		return this.server.address();
	}

	@Override
	public boolean isOwn() {
		return true;
	}

	@Override
	public void start() {
		this.server.start();
	}

	@Override
	public void kill() {
		this.server.kill();
	}

	@Override
	public void close() {
		this.server.close();
	}

}
