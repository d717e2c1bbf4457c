package io.connectionmanager.engine.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/state-machine.md} is generated from the code. Run this test with
 * {@code -Dstate-machine.write=true} to regenerate it.
 */
class StateMachineDocumentTests {

	private static final Path PAGE = Path.of("..", "docs", "state-machine.md");

	@Test
	void the_page_shows_the_machine_as_it_is() throws IOException {
		String page = page();
		if (Boolean.getBoolean("state-machine.write")) {
			Files.createDirectories(PAGE.getParent());
			Files.writeString(PAGE, page);
		}
		assertThat(PAGE).content()
			.as("out of date; regenerate it with mvn -pl connection-manager-core test -Dtest=StateMachineDocumentTests "
					+ "-Dstate-machine.write=true")
			.isEqualTo(page);
	}

	private static String page() {
		StringBuilder page = new StringBuilder("""
				# The state machine

				<!-- Generated from the code by StateMachineDocumentTests; changes made here are lost. -->

				A pure function decides what a manager does. It takes a state, an input and the time, and returns the
				next state and a list of effects. This page tabulates that function. Users see fewer states: each
				section names the `ConnectionState` that represents the state.

				A signal belongs to one attempt. A signal of an attempt that the machine has left is *stale*: a
				connection that it brings is closed, and a call that it reports as returned is no longer waited for.
				It has no other effect.

				An exclusive connection is opened and kept with a *token*, which its group grants. `Stopped`,
				`Standby`, `Suspended` and `Closed` have none; the other states are tabulated with one. `Granted`,
				`HandOver` and `LeaseLost` happen to managers of exclusive connections only. What applies to another
				token is ignored.

				```mermaid
				stateDiagram-v2
				    direction TB
				    [*] --> Stopped
				""");
		edges().forEach((edge, inputs) -> page.append("    %s: %s%n".formatted(edge, String.join(" / ", inputs))));
		page.append("""
				    Closed --> [*]
				```

				In the tables, `c` is the connection that the state holds, and `c'` is one that comes with the input.
				The settings are `timeout` 30 s, `reconnect-after` 2 s, doubled with each attempt, and `max-attempts` 3.
				""");
		TransitionTable.states().forEach((name, state) -> {
			page.append("%n## %s%n%nRepresented as `%s`.%n%n".formatted(name, state.publicState()));
			page.append("| input | next state | effects, in order |%n|---|---|---|%n".formatted());
			Set<String> ignored = new LinkedHashSet<>();
			for (String input : TransitionTable.inputs().keySet()) {
				if (TransitionTable.isSameIfExclusive(name, input)) {
					continue;
				}
				if (TransitionTable.isIgnored(name, input)) {
					ignored.add(input);
					continue;
				}
				Step<String> step = TransitionTable.step(name, input);
				String next = TransitionTable.nameOf(step.next());
				page.append("| %s | %s | %s |%n".formatted(input, next.equals(name) ? "(unchanged)" : next,
						String.join(", ", TransitionTable.effects(step))));
			}
			page.append("%nIgnored: %s.%n".formatted(String.join("; ", ignored)));
		});
		return page.toString();
	}

	private static TreeMap<String, Set<String>> edges() {
		TreeMap<String, Set<String>> edges = new TreeMap<>();
		for (String from : TransitionTable.states().keySet()) {
			for (String input : TransitionTable.inputs().keySet()) {
				String to = TransitionTable.nameOf(TransitionTable.step(from, input).next());
				if (!node(from).equals(node(to)) && !TransitionTable.isSameIfExclusive(from, input)) {
					edges.computeIfAbsent("%s --> %s".formatted(node(from), node(to)), (edge) -> new LinkedHashSet<>())
						.add(input);
				}
			}
		}
		return edges;
	}

	private static String node(String name) {
		return name.replaceAll(",.*", "");
	}

}
