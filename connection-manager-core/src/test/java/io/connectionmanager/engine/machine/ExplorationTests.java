package io.connectionmanager.engine.machine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.connectionmanager.EndpointPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Explores, breadth first and until there is nothing new, what can happen to a machine:
 * all interleavings of users' commands, of what connectors do (return, throw, signal;
 * early, late, never, for attempts long left; close at once, slowly or never), of
 * deadlines, of subscribers that join, leave and block, and of a group that grants and
 * takes away the right to an exclusive connection. {@link World} knows what can happen,
 * and fails when an invariant is broken; here is the search.
 * <p>
 * Time is abstract: a deadline passes at any moment. Whether a connection was stable when
 * it ended is asked of the clock, so there is one exploration for each answer.
 */
class ExplorationTests {

	@ParameterizedTest(name = "stable after {0} s, endpoints {1}, exclusive {2}")
	@CsvSource({ "0, ORDERED, false", "10, ORDERED, false", "0, SHUFFLE, false", "0, ORDERED, true",
			"10, ORDERED, true" })
	@Timeout(value = 5, unit = TimeUnit.MINUTES)
	void every_reachable_state_keeps_the_invariants_and_finds_its_way_back(int stableAfter, EndpointPolicy policy,
			boolean exclusive) {
		Set<String> seen = new HashSet<>();
		Set<Class<?>> kinds = new HashSet<>();
		Queue<World> frontier = new ArrayDeque<>();
		long steps = 0;
		World beginning = new World(Duration.ofSeconds(stableAfter), policy, exclusive);
		seen.add(beginning.key());
		frontier.add(beginning);
		for (World world = frontier.poll(); world != null; world = frontier.poll()) {
			kinds.add(world.state.getClass());
			world.checkThatItFindsItsWay();
			for (World next : world.next()) {
				steps++;
				if (seen.add(next.key())) {
					frontier.add(next);
				}
			}
		}
		System.out.printf("Explored %,d distinct states over %,d steps; there are no others%n", seen.size(), steps);
		assertThat(kinds).containsExactlyInAnyOrderElementsOf(beginning.kinds());
		assertThat(seen.size()).isGreaterThan(10_000);
	}

}
