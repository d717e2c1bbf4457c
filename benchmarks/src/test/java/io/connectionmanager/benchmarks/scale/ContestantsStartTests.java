package io.connectionmanager.benchmarks.scale;

import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.connectionmanager.benchmarks.peers.Contestant;
import io.connectionmanager.benchmarks.server.ServerProcess;
import io.connectionmanager.benchmarks.server.ServerProcess.Orders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That each contestant connects, hears of a cut and comes back. The figures mean nothing.
 */
class ContestantsStartTests {

	private static ServerProcess server;

	private static Orders orders;

	@BeforeAll
	static void startServer() throws Exception {
		server = new ServerProcess();
		orders = new Orders(server.orders());
	}

	@AfterAll
	static void stopServer() throws Exception {
		orders.close();
		server.close();
	}

	@ParameterizedTest
	@MethodSource("contestants")
	void contestant_connects_and_comes_back_after_a_cut(Contestant contestant) throws Exception {
		assertThat(Latency.measure(orders, contestant, 1).split("\t")).hasSize(3);
	}

	@Test
	void a_crowd_comes_back_after_each_cut() throws Exception {
		Contestant ours = Contestant.find("ours-netty").orElseThrow();
		String[] measured = Crowd.measure(orders, ours, 20, Duration.ofMillis(50)).split("\t");
		assertThat(measured).startsWith("20", "0").hasSize(7);
	}

	static Stream<Contestant> contestants() {
		return Contestant.all().stream().filter(Contestant::runsAlone);
	}

}
