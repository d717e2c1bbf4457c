package io.connectionmanager.engine.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.testing.InMemoryCoordinationStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Replicas with clocks of different speed, on a network that delays and loses, in
 * simulated time. Each seed is another course of events, always the same.
 */
@Timeout(300)
class GroupSimulationTests {

	private static final int SEEDS = Integer.getInteger("group.seeds", 100);

	@Test
	@DisplayName("Promises E1, E2, E3, E5, E9 and E13: whatever is lost, late or cut, nobody opens what another one has")
	void never_two_open_and_tokens_rise() {
		int opened = 0;
		for (int seed = 0; seed < SEEDS; seed++) {
			Course course = new Course(seed, 2 + seed % 3, 1 + seed % 2);
			course.run(SimulatedReplica::new);
			assertThat(course.peer.violations).as("seed %d", seed).isEmpty();
			course.assertThatSomebodyHoldsEach();
			opened += course.peer.opened;
		}
		assertThat(opened).isGreaterThan(SEEDS * 2);
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Replicas that take a shortcut are found out")
	void shortcuts_are_found_out(Shortcut shortcut) {
		for (int seed = shortcut.firstSeed; seed < shortcut.firstSeed + SEEDS; seed++) {
			Course course = new Course(seed, 2 + seed % 3, 1 + seed % 2);
			course.run(shortcut.factory);
			if (!course.peer.violations.isEmpty()) {
				return;
			}
		}
		fail("Nobody has noticed");
	}

	/** What an implementation might get wrong. */
	enum Shortcut {

		RELEASE_BEFORE_CLOSE(0, (name, settings, time, store, peer, fate, rate,
				incarnations) -> new SimulatedReplica(name, settings, time, store, peer, fate, rate, incarnations) {
					@Override
					boolean waitsForClose() {
						return false;
					}
				}),

		DEADLINE_FROM_THE_ANSWER(640, (name, settings, time, store, peer, fate, rate,
				incarnations) -> new SimulatedReplica(name, settings, time, store, peer, fate, rate, incarnations) {
					@Override
					Moment countsFrom(Moment sent) {
						return now();
					}
				}),

		DEADLINE_CHECKED_WHERE_THE_STORE_ANSWERS(0, (name, settings, time, store, peer, fate, rate,
				incarnations) -> new SimulatedReplica(name, settings, time, store, peer, fate, rate, incarnations) {
					@Override
					boolean hasTimer() {
						return this.network.isHealthy();
					}
				}),

		WALL_CLOCK_ALONE(0, (name, settings, time, store, peer, fate, rate, incarnations) -> new SimulatedReplica(name,
				settings, time, store, peer, fate, rate, incarnations) {
			@Override
			Moment now() {
				long wall = super.now().wall();
				return new Moment(wall, wall);
			}
		}),

		CLAIM_DELETED_ON_RELEASE(0, (name, settings, time, store, peer, fate, rate,
				incarnations) -> new SimulatedReplica(name, settings, time, store, peer, fate, rate, incarnations) {
					@Override
					List<Change> changes(List<Change> changes) {
						return changes.stream()
							.map((change) -> (change instanceof Change.Replace replace
									&& replace.value().endsWith("state=free"))
											? new Change.Delete(replace.key(), replace.expectedVersion()) : change)
							.toList();
					}
				});

		/** Where to begin to look: some do harm in few courses only. */
		private final int firstSeed;

		private final Factory factory;

		Shortcut(int firstSeed, Factory factory) {
			this.firstSeed = firstSeed;
			this.factory = factory;
		}

		Factory factory() {
			return this.factory;
		}

	}

	/** Creates replicas. */
	interface Factory {

		SimulatedReplica create(String name, ExclusiveSettings settings, SimulatedTime time,
				InMemoryCoordinationStore store, SimulatedPeer peer, Fate fate, double rate, int[] incarnations);

	}

	/** One course of events. */
	static final class Course {

		private final int seed;

		private final Random random;

		private final SimulatedTime time = new SimulatedTime();

		private final InMemoryCoordinationStore store = new InMemoryCoordinationStore();

		final SimulatedPeer peer = new SimulatedPeer(this.time);

		private final int[] incarnations = new int[1];

		private final List<SimulatedReplica> replicas = new ArrayList<>();

		private final List<String> connections;

		private final int size;

		Course(int seed, int size, int connections) {
			this.seed = seed;
			this.random = new Random(seed);
			this.size = size;
			this.connections = IntStream.range(0, connections).mapToObj((number) -> "c" + number).toList();
		}

		void run(Factory factory) {
			for (int i = 0; i < this.size; i++) {
				add(factory, i);
			}
			long end = 240 * SimulatedTime.SECOND;
			while (this.time.now() < end) {
				this.time.runUntil(this.time.now() + (long) (this.random.nextDouble() * 10 * SimulatedTime.SECOND));
				disturb(factory);
			}
			heal();
			this.time.runUntil(this.time.now() + 200 * SimulatedTime.SECOND);
		}

		private void add(Factory factory, int number) {
			double rate = 0.85 + this.random.nextDouble() * 0.35;
			SimulatedReplica replica = factory.create("pod-" + number, ExclusiveSettings.defaults(), this.time,
					this.store, this.peer, new RandomFate(this.random), rate, this.incarnations);
			this.replicas.add(replica);
			this.connections.forEach(replica::start);
		}

		private void disturb(Factory factory) {
			List<SimulatedReplica> alive = this.replicas.stream().filter((replica) -> !replica.isDead()).toList();
			SimulatedReplica victim = alive.get(this.random.nextInt(alive.size()));
			switch (this.random.nextInt(9)) {
				case 0 -> victim.network.cut = true;
				case 1, 2 -> victim.network.cut = false;
				case 3 -> victim.network.faults = this.random.nextDouble() * 0.6;
				case 4 -> victim.freeze((long) (this.random.nextDouble() * 40 * SimulatedTime.SECOND));
				case 5 -> {
					victim.kill();
					add(factory, this.replicas.size());
				}
				case 6 -> {
					victim.stop();
					add(factory, this.replicas.size());
				}
				case 7 -> victim.wallError += (this.random.nextInt(7_200) - 3_600) * SimulatedTime.SECOND;
				default -> this.replicas.forEach((replica) -> replica.network.cut = this.random.nextBoolean());
			}
		}

		private void heal() {
			this.replicas.forEach((replica) -> {
				replica.network.cut = false;
				replica.network.faults = 0;
			});
		}

		void assertThatSomebodyHoldsEach() {
			for (String connection : this.connections) {
				assertThat(this.peer.open(connection))
					.as("seed %d: %s in %s", this.seed, connection, this.store.entries())
					.isEqualTo(1);
			}
		}

	}

}
