package io.connectionmanager.engine.claims;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.engine.claims.GroupSimulationTests.Factory;
import io.connectionmanager.engine.claims.GroupSimulationTests.Shortcut;
import io.connectionmanager.engine.claims.PlacedFate.Choice;
import io.connectionmanager.testing.InMemoryCoordinationStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Two replicas, a store and a connection, for the time of two leases: one after the
 * other, whatever can go wrong does, at every point where it can. Nothing is left to
 * chance. With {@code -Dgroup.faults=2}, all pairs of faults are tried.
 */
@Timeout(3_600)
class FaultPlacementTests {

	private static final int FAULTS = Integer.getInteger("group.faults", 1);

	private static final long DISTURBED = 30 * SimulatedTime.SECOND;

	private static final long INTERVAL = 3 * SimulatedTime.SECOND;

	/** Enough for whatever hangs, and for a lease after that. */
	private static final long HEALING = 120 * SimulatedTime.SECOND;

	private int courses;

	@ParameterizedTest(name = "clocks at {0} and {1}")
	@CsvSource({ "1, 1", "0.85, 1.2", "1.2, 0.85" })
	@DisplayName("Promises E1, E2, E3, E4, E5, E9 and E13: wherever a fault strikes, nobody opens what another one has")
	void never_two_open_wherever_a_fault_strikes(double first, double second) {
		explore(List.of(), FAULTS, SimulatedReplica::new, first, second);
		assertThat(this.courses).isGreaterThan(100);
		System.out.println("%d courses with up to %d faults".formatted(this.courses, FAULTS));
	}

	private void explore(List<Choice> placed, int more, Factory factory, double... rates) {
		Course course = new Course(placed, rates);
		course.run(factory);
		this.courses++;
		assertThat(course.peer.violations).as("%s", placed).isEmpty();
		assertThat(course.peer.open(Course.CONNECTION)).as("holders in the end of %s", placed).isOne();
		forEachNext(placed, more, course, (next) -> explore(next, more - 1, factory, rates));
	}

	private static void forEachNext(List<Choice> placed, int more, Course course, Consumer<List<Choice>> action) {
		if (more == 0) {
			return;
		}
		List<Integer> points = course.fate.points();
		int first = placed.isEmpty() ? 0 : placed.get(placed.size() - 1).point() + 1;
		for (int point = first; point < points.size(); point++) {
			for (int other = 1; other < points.get(point); other++) {
				List<Choice> next = new ArrayList<>(placed);
				next.add(new Choice(point, other));
				action.accept(next);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Two faults are enough to find out a replica that takes a shortcut")
	void shortcuts_are_found_out(Shortcut shortcut) {
		assumeThat(FAULTS).as("-Dgroup.faults: pairs take minutes").isGreaterThan(1);
		assertThat(isFoundOut(shortcut.factory())).isTrue();
		System.out.println("%s: %d courses".formatted(shortcut, this.courses));
	}

	/** Tries all single faults before the first pair. */
	private boolean isFoundOut(Factory factory) {
		Deque<List<Choice>> untried = new ArrayDeque<>(List.of(List.of()));
		while (!untried.isEmpty()) {
			List<Choice> placed = untried.remove();
			Course course = new Course(placed, 0.85, 1.2);
			course.run(factory);
			this.courses++;
			if (!course.peer.violations.isEmpty()) {
				return true;
			}
			forEachNext(placed, 2 - placed.size(), course, untried::add);
		}
		return false;
	}

	/** One course of events. */
	private static final class Course {

		static final String CONNECTION = "feed";

		private final PlacedFate fate;

		private final double[] rates;

		private final SimulatedTime time = new SimulatedTime();

		private final InMemoryCoordinationStore store = new InMemoryCoordinationStore();

		private final SimulatedPeer peer = new SimulatedPeer(this.time);

		private final int[] incarnations = new int[1];

		private final List<SimulatedReplica> replicas = new ArrayList<>();

		Course(List<Choice> placed, double... rates) {
			this.fate = new PlacedFate(placed);
			this.rates = rates;
		}

		void run(Factory factory) {
			add(factory, this.rates[0]);
			add(factory, this.rates[1]);
			while (this.time.now() < DISTURBED) {
				this.time.runUntil(this.time.now() + INTERVAL);
				for (int i = 0; i < 2; i++) {
					disturb(i, factory);
				}
			}
			this.fate.end();
			this.replicas.forEach((replica) -> replica.network.cut = false);
			this.time.runUntil(this.time.now() + HEALING);
		}

		private SimulatedReplica add(Factory factory, double rate) {
			SimulatedReplica replica = factory.create("pod-" + this.replicas.size(), ExclusiveSettings.defaults(),
					this.time, this.store, this.peer, this.fate, rate, this.incarnations);
			this.replicas.add(replica);
			replica.start(CONNECTION);
			return replica;
		}

		private void disturb(int position, Factory factory) {
			SimulatedReplica victim = this.replicas.get(position);
			switch (Disturbance.values()[this.fate.choose(Disturbance.values().length)]) {
				case NONE -> {
				}
				case FREEZE_SHORTLY -> victim.freeze(SimulatedTime.SECOND);
				case FREEZE -> victim.freeze(20 * SimulatedTime.SECOND);
				case CUT -> victim.network.cut = true;
				case CUT_SHORTLY -> {
					victim.network.cut = true;
					this.time.after(2 * INTERVAL, () -> victim.network.cut = false);
				}
				case KILL -> {
					victim.kill();
					this.replicas.set(position, replace(factory, position));
				}
				case STOP -> {
					victim.stop();
					this.replicas.set(position, replace(factory, position));
				}
				case HAND_OVER -> victim.handOver(CONNECTION);
				case CLOCK_FORWARD -> victim.wallError += 3_600 * SimulatedTime.SECOND;
				case CLOCK_BACK -> victim.wallError -= 3_600 * SimulatedTime.SECOND;
			}
		}

		private SimulatedReplica replace(Factory factory, int position) {
			SimulatedReplica successor = add(factory, this.rates[position]);
			this.replicas.remove(successor);
			return successor;
		}

		/** What happens to a replica. */
		private enum Disturbance {

			NONE, FREEZE_SHORTLY, FREEZE, CUT, CUT_SHORTLY, KILL, STOP, HAND_OVER, CLOCK_FORWARD, CLOCK_BACK

		}

	}

}
