package io.connectionmanager.engine.claims;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.testing.InMemoryCoordinationStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replicas of different weight that want different connections, and whose managers are
 * closed, built again and asked to hand over while the network fails, in simulated time.
 * Each seed is another course of events, always the same.
 */
@Timeout(300)
class RebuildSimulationTests {

	private static final int SEEDS = Integer.getInteger("group.seeds", 60);

	@Test
	@DisplayName("Promises E1 and E5: whatever is built again, never two are open, each is held by who wants it, and it comes to rest")
	void managers_are_built_again_at_any_time() {
		for (int seed = 0; seed < SEEDS; seed++) {
			Course course = new Course(seed);
			course.run();
			assertThat(course.peer.violations).as("seed %d", seed).isEmpty();
			course.assertThatWhatIsWantedIsHeld();
			course.assertThatNothingMoves();
		}
	}

	/** One course of events. */
	private static final class Course {

		private final int seed;

		private final Random random;

		private final SimulatedTime time = new SimulatedTime();

		private final InMemoryCoordinationStore store = new InMemoryCoordinationStore();

		private final SimulatedPeer peer = new SimulatedPeer(this.time);

		private final int[] incarnations = new int[1];

		private final List<SimulatedReplica> replicas = new ArrayList<>();

		private final List<String> connections;

		Course(int seed) {
			this.seed = seed;
			this.random = new Random(seed);
			this.connections = IntStream.range(0, 1 + this.random.nextInt(24)).mapToObj((i) -> "c" + i).toList();
		}

		void run() {
			add();
			add();
			if (this.random.nextBoolean()) {
				add();
			}
			long end = 300 * SimulatedTime.SECOND;
			while (this.time.now() < end) {
				this.time.runUntil(this.time.now() + (long) (this.random.nextDouble() * 10 * SimulatedTime.SECOND));
				disturb();
			}
			this.replicas.forEach((replica) -> {
				replica.network.cut = false;
				replica.network.faults = 0;
			});
			this.time.runUntil(this.time.now() + 600 * SimulatedTime.SECOND);
		}

		private void add() {
			ExclusiveSettings settings = ExclusiveSettings.builder()
				.spread(new ExclusiveSettings.Spread(Duration.ofSeconds(20), 50, 1 + this.random.nextInt(3)))
				.build();
			SimulatedReplica replica = new SimulatedReplica("pod-" + this.replicas.size(), settings, this.time,
					this.store, this.peer, new RandomFate(this.random), 1, this.incarnations);
			this.replicas.add(replica);
			double wanted = this.random.nextBoolean() ? 1 : this.random.nextDouble();
			this.connections.stream().filter((connection) -> this.random.nextDouble() < wanted).forEach(replica::start);
		}

		private void disturb() {
			List<SimulatedReplica> running = this.replicas.stream()
				.filter((replica) -> this.connections.stream().anyMatch(replica::wants))
				.toList();
			if (running.isEmpty()) {
				add();
				return;
			}
			SimulatedReplica victim = running.get(this.random.nextInt(running.size()));
			String connection = this.connections.get(this.random.nextInt(this.connections.size()));
			switch (this.random.nextInt((this.seed % 2 == 0) ? 8 : 11)) {
				case 0, 1 -> victim.handOver(connection);
				case 2, 3 -> victim.rebuild(connection);
				case 4 -> victim.remove(connection);
				case 5 -> victim.startIfMissing(connection);
				case 6 -> {
					victim.stop();
					add();
				}
				case 7 -> this.connections.forEach(victim::rebuild);
				case 8 -> victim.network.faults = this.random.nextDouble() * 0.6;
				case 9 -> victim.network.cut = !victim.network.cut;
				default -> victim.freeze((long) (this.random.nextDouble() * 40 * SimulatedTime.SECOND));
			}
		}

		void assertThatWhatIsWantedIsHeld() {
			for (String connection : this.connections) {
				boolean wanted = this.replicas.stream().anyMatch((replica) -> replica.wants(connection));
				assertThat(this.peer.open(connection))
					.as("seed %d: %s in %s", this.seed, connection, this.store.entries())
					.isEqualTo(wanted ? 1 : 0);
			}
		}

		void assertThatNothingMoves() {
			int opened = this.peer.opened;
			this.time.runUntil(this.time.now() + 1_200 * SimulatedTime.SECOND);
			assertThat(this.peer.opened).as("seed %d: openings in a quiet group", this.seed).isEqualTo(opened);
		}

	}

}
