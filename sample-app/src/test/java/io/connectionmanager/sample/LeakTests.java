package io.connectionmanager.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.sample.server.Fault;
import io.connectionmanager.sample.server.PriceServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Nothing is left behind by connections that were cut and attempts that failed.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE,
		properties = { "connection-manager.reconnect-after=5ms", "connection-manager.backoff.jitter=0",
				"connection-manager.timeout=100ms" })
@EnabledOnOs(OS.LINUX)
@DirtiesContext
class LeakTests {

	private static final int CONNECTIONS = 2;

	private static final Path OPEN_FILES = Path.of("/proc/self/fd");

	@Autowired
	private PriceServer server;

	@Autowired
	private ConnectionManagers managers;

	@DynamicPropertySource
	static void port(DynamicPropertyRegistry registry) {
		int port = FreePort.find();
		registry.add("sample.server.port", () -> port);
	}

	@Test
	void a_hundred_cuts_leave_no_socket_and_no_thread_behind() {
		leavesNothingBehind(Fault.CUT, 100, (cuts) -> {
			for (int cut = 0; cut < cuts; cut++) {
				long connects = total(ConnectionSnapshot::connects);
				this.server.apply(Fault.CUT, Duration.ZERO);
				awaitCondition(() -> total(ConnectionSnapshot::connects) >= connects + CONNECTIONS && allConnected());
			}
		});
	}

	@ParameterizedTest
	@CsvSource({ "REFUSE, 200", "DROP, 200", "SILENT, 20", "GARBLE, 100" })
	void failed_attempts_leave_no_socket_and_no_thread_behind(Fault fault, int attempts) {
		leavesNothingBehind(fault, attempts, (count) -> {
			long failures = total(ConnectionSnapshot::failures);
			this.server.apply(fault, Duration.ofMinutes(5));
			awaitCondition(() -> total(ConnectionSnapshot::failures) >= failures + count);
			this.server.apply(Fault.HEAL, Duration.ZERO);
		});
	}

	private void leavesNothingBehind(Fault fault, int times, IntConsumer breaking) {
		breaking.accept(times / 5);
		awaitQuiet();
		long sockets = sockets();
		int threads = threads();
		breaking.accept(times);
		awaitQuiet();
		await().untilAsserted(() -> assertThat(sockets()).as("sockets after %s", fault).isLessThanOrEqualTo(sockets));
		// The pool of workers grows and shrinks by a few; one thread for each failure is
		// more.
		assertThat(threads()).as("threads after %s", fault).isLessThan(threads + 10);
	}

	private void awaitQuiet() {
		awaitCondition(() -> allConnected() && this.server.clients() == CONNECTIONS && threads("prices-reader") == 1
				&& threads("-session") == CONNECTIONS);
	}

	private static void awaitCondition(Callable<Boolean> condition) {
		await().atMost(Duration.ofSeconds(30))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(condition);
	}

	private boolean allConnected() {
		return this.managers.stream().allMatch(ConnectionManager::isConnected);
	}

	private long total(ToLongFunction<ConnectionSnapshot<?>> counter) {
		return this.managers.stream().mapToLong((manager) -> counter.applyAsLong(manager.snapshot())).sum();
	}

	private static long sockets() {
		try (Stream<Path> files = Files.list(OPEN_FILES)) {
			return files.filter(LeakTests::isSocket).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isSocket(Path file) {
		try {
			return Files.readSymbolicLink(file).toString().startsWith("socket:");
		}
		catch (IOException ex) {
			// Closed meanwhile; so was the listing's own.
			return false;
		}
	}

	private static int threads() {
		return Thread.getAllStackTraces().size();
	}

	private static long threads(String suffix) {
		return Thread.getAllStackTraces().keySet().stream().filter((t) -> t.getName().endsWith(suffix)).count();
	}

}
