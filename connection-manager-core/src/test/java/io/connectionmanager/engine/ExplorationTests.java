package io.connectionmanager.engine;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Explores, breadth first and until there is nothing new, what can happen to a machine:
 * all interleavings of users' commands, of what connectors do (return, throw, signal;
 * early, late, twice, for attempts long left), of timers (also those that fire while they
 * are being cancelled), and of subscribers that join, leave and block. {@link World}
 * knows what can happen, and fails when an invariant is broken; here is the search.
 */
class ExplorationTests {

	private static final int SUBSCRIBERS = 5;

	/** How many calls of {@code open} may outlive their attempts at a time. */
	private static final int STRAYS = 5;

	@Test
	@Timeout(value = 9, unit = TimeUnit.MINUTES)
	void every_reachable_state_keeps_the_invariants_and_finds_its_way_back() {
		Set<Long> seen = new HashSet<>();
		Set<Class<?>> kinds = new HashSet<>();
		Queue<World> frontier = new ArrayDeque<>();
		long steps = 0;
		World beginning = new World(SUBSCRIBERS, STRAYS);
		seen.add(beginning.key());
		frontier.add(beginning);
		for (World world = frontier.poll(); world != null; world = frontier.poll()) {
			kinds.add(world.state.getClass());
			if (!world.findsItsWay()) {
				throw new AssertionError(
						"Once time passes and the peer is up, CONNECTED is reached, but not from " + world);
			}
			for (World next : world.next()) {
				steps++;
				if (seen.add(next.key())) {
					frontier.add(next);
				}
			}
		}
		System.out.printf("Explored %,d distinct states over %,d steps; there are no others%n", seen.size(), steps);
		assertThat(kinds).containsExactlyInAnyOrderElementsOf(World.KINDS);
		assertThat(seen.size()).isGreaterThan(1_000_000);
	}

}
