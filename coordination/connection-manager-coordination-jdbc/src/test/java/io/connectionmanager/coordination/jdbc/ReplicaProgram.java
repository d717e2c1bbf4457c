package io.connectionmanager.coordination.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.Connector;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.ExclusiveListener;
import io.connectionmanager.ExclusiveSettings;

/**
 * A replica of an application: keeps exclusive connections to a {@link CountingPeer}, and
 * stops in order when it is asked to terminate.
 */
final class ReplicaProgram {

	private ReplicaProgram() {
	}

	public static void main(String[] args) throws IOException {
		String name = args[0];
		String url = args[1];
		String username = args[2];
		String password = args[3];
		int peer = Integer.parseInt(args[4]);
		int connections = Integer.parseInt(args[5]);
		Duration lease = Duration.ofMillis(Long.parseLong(args[6]));
		Duration settle = Duration.ofMillis(Long.parseLong(args[7]));
		ConnectionRuntime runtime = ConnectionRuntime.builder().connectRate(2_000).connectLimit(256).build();
		JdbcCoordinationStore store = JdbcCoordinationStore.builder(url)
			.credentials(username, password)
			.initializeSchema(true)
			.timeout(lease.dividedBy(3))
			.build();
		ExclusiveGroup group = ExclusiveGroup.builder("processes", store)
			.memberId(name)
			.runtime(runtime)
			.settings(ExclusiveSettings.builder()
				.leaseDuration(lease)
				.spread(new ExclusiveSettings.Spread(settle, 50, 1))
				.build())
			.listener(new Reporter())
			.build();
		List<ConnectionManager<Socket>> managers = new ArrayList<>();
		for (int i = 0; i < connections; i++) {
			String connection = "device-" + i;
			managers.add(ConnectionManager
				.builder(connection,
						Connector.signalling((attempt) -> open(name, connection, peer, attempt), Socket::close))
				.runtime(runtime)
				.exclusive(group)
				.start());
		}
		Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(group, managers, store)));
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> group.snapshot().joined());
		System.out.println("READY");
		awaitEndOfTest();
	}

	/**
	 * Nothing is written to the standard input, which ends with the process of the test.
	 */
	private static void awaitEndOfTest() throws IOException {
		while (System.in.read() != -1) {
			// Nothing is said.
		}
		Runtime.getRuntime().halt(1);
	}

	private static Socket open(String name, String connection, int peer, ConnectionAttempt attempt) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), peer);
		attempt.onAbandoned(() -> close(socket));
		socket.getOutputStream()
			.write("%s %s %d\n".formatted(name, connection, attempt.fencingToken().orElseThrow())
				.getBytes(StandardCharsets.UTF_8));
		if (socket.getInputStream().readNBytes(CountingPeer.WELCOME.length()).length < CountingPeer.WELCOME.length()) {
			throw new IOException("Not welcome");
		}
		socket.getOutputStream().write("here\n".getBytes(StandardCharsets.UTF_8));
		attempt.connected();
		return socket;
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It is closed.
		}
	}

	private static void stop(ExclusiveGroup group, List<ConnectionManager<Socket>> managers,
			JdbcCoordinationStore store) {
		group.leave().toCompletableFuture().join();
		CompletableFuture
			.allOf(managers.stream()
				.map((manager) -> manager.stop().toCompletableFuture())
				.toArray(CompletableFuture<?>[]::new))
			.join();
		group.close();
		store.close();
	}

	/** Prints what the test counts. */
	private static final class Reporter implements ExclusiveListener {

		@Override
		public void overrun(String connection, Duration overrun, boolean beyondMargin) {
			System.out.println("OVERRUN " + connection + " " + overrun.toMillis());
		}

	}

}
