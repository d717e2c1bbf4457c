package io.connectionmanager.engine.claims;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.testing.InMemoryCoordinationStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many connections, spread over replicas that come and go, in simulated time.
 */
@Timeout(300)
class SpreadSimulationTests {

	private final Fate fate = new RandomFate(new Random(7)) {
		@Override
		public long closingTime() {
			return 50 * SimulatedTime.MILLI;
		}
	};

	private final SimulatedTime time = new SimulatedTime();

	private final InMemoryCoordinationStore store = new InMemoryCoordinationStore();

	private final SimulatedPeer peer = new SimulatedPeer(this.time);

	private final int[] incarnations = new int[1];

	private final List<SimulatedReplica> replicas = new ArrayList<>();

	private List<String> connections = List.of();

	private SimulatedReplica add() {
		SimulatedReplica replica = new SimulatedReplica("pod-" + this.replicas.size(), ExclusiveSettings.defaults(),
				this.time, this.store, this.peer, this.fate, 1, this.incarnations);
		this.replicas.add(replica);
		this.connections.forEach(replica::start);
		return replica;
	}

	private void pass(int seconds) {
		this.time.runUntil(this.time.now() + seconds * SimulatedTime.SECOND);
	}

	private void connections(int number) {
		this.connections = IntStream.range(0, number).mapToObj((i) -> "device-" + i).toList();
	}

	private long open() {
		return this.connections.stream().filter((connection) -> this.peer.open(connection) == 1).count();
	}

	private Map<String, Integer> cuts() {
		Map<String, Integer> cuts = new HashMap<>();
		this.replicas
			.forEach((replica) -> replica.cuts.forEach((name, count) -> cuts.merge(name, count, Integer::sum)));
		return cuts;
	}

	@Test
	@DisplayName("Promise E11: in a rolling deployment with surge, each connection is cut once")
	void a_rolling_deployment_cuts_each_connection_once() {
		connections(600);
		for (int i = 0; i < 6; i++) {
			add();
		}
		pass(300);
		assertThat(open()).isEqualTo(600);
		this.replicas.forEach((replica) -> replica.cuts.clear());
		for (int i = 0; i < 6; i++) {
			add();
			pass(30);
			this.replicas.get(i).stop();
			pass(10);
		}
		pass(300);
		assertThat(open()).isEqualTo(600);
		assertThat(cuts()).hasSize(600).allSatisfy((connection, cuts) -> assertThat(cuts).isOne());
		assertThat(this.replicas.subList(6, 12)).allSatisfy((replica) -> assertThat(replica.held()).isEqualTo(100));
		assertThat(this.peer.violations).isEmpty();
	}

	@Test
	@DisplayName("Promises E8, E11 and E12: many connections are spread, and a crash moves only those of the dead replica")
	void a_crash_moves_only_the_connections_of_the_dead_replica() {
		connections(Integer.getInteger("group.connections", 1_000));
		int share = this.connections.size() / 4;
		for (int i = 0; i < 4; i++) {
			add();
		}
		pass(600);
		assertThat(this.replicas)
			.allSatisfy((replica) -> assertThat(replica.held()).isBetween(share * 95 / 100, share * 105 / 100));
		this.replicas.forEach((replica) -> replica.cuts.clear());
		long changes = this.store.changes();
		pass(30);
		assertThat(this.store.changes() - changes).isBetween(4 * 9L, 4 * 11L);
		SimulatedReplica victim = this.replicas.get(2);
		int held = victim.held();
		victim.kill();
		pass(20);
		assertThat(open()).isEqualTo(this.connections.size());
		assertThat(cuts()).hasSize(held);
		assertThat(this.peer.violations).isEmpty();
	}

	@Test
	void a_connection_that_only_one_replica_wants_is_held_above_its_share() {
		connections(4);
		SimulatedReplica first = add();
		SimulatedReplica second = add();
		IntStream.range(0, 6).forEach((i) -> second.start("only-here-" + i));
		pass(600);
		assertThat(open()).isEqualTo(4);
		assertThat(IntStream.range(0, 6)).allMatch((i) -> this.peer.open("only-here-" + i) == 1);
		assertThat(first.held() + second.held()).isEqualTo(10);
		int opened = this.peer.opened;
		pass(3_600);
		assertThat(this.peer.opened).as("nothing is moved to and fro").isEqualTo(opened);
	}

	@Test
	@DisplayName("Promise E11: what a member does not want has another one hold more than its share, and nothing is moved for it")
	void what_no_other_member_claims_is_no_excess() {
		connections(40);
		add();
		add();
		this.connections = List.of("only-here");
		SimulatedReplica third = add();
		connections(40);
		pass(600);
		assertThat(open()).isEqualTo(40);
		assertThat(third.held()).isOne();
		assertThat(cuts().values().stream().mapToInt(Integer::intValue).sum()).isZero();
	}

}
