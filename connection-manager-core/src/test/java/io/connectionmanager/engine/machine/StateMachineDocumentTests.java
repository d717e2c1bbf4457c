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
 * {@code -Dstate-machine.write=true} to write it anew.
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
			.as("stale; mvn -pl connection-manager-core test -Dtest=StateMachineDocumentTests "
					+ "-Dstate-machine.write=true writes it anew")
			.isEqualTo(page);
	}

	private static String page() {
		StringBuilder page = new StringBuilder("""
				# The state machine

				<!-- Generated from the code by StateMachineDocumentTests; changes made here are lost. -->

				What a manager does is decided by a pure function: a state, an input and the time go in, the next
				state and a list of effects come out. This page is that function, tabulated. Users see less: which of
				the states are shown as which `ConnectionState` stands with each.

				A signal belongs to one attempt. One that belongs to an attempt that was left is *stale*: it changes
				nothing, and a connection that it brings is closed.

				```mermaid
				stateDiagram-v2
				    direction TB
				    [*] --> Stopped
				""");
		edges().forEach((edge, inputs) -> page.append("    %s: %s%n".formatted(edge, String.join(" / ", inputs))));
		page.append("""
				    Closed --> [*]
				```

				The connection that the state holds is `c`; one that comes with the input is `c'`. Delays are those
				of `timeout` 30 s, `reconnect-after` 2 s doubled with each attempt, and `max-attempts` 3.
				""");
		TransitionTable.states().forEach((name, state) -> {
			page.append("%n## %s%n%nShown as `%s`.%n%n".formatted(name, state.publicState()));
			page.append("| input | next state | effects, in order |%n|---|---|---|%n".formatted());
			Set<String> ignored = new LinkedHashSet<>();
			for (String input : TransitionTable.inputs().keySet()) {
				if (TransitionTable.isIgnored(name, input)) {
					ignored.add(input);
					continue;
				}
				Step<String> step = TransitionTable.step(name, input);
				String next = TransitionTable.nameOf(step.next());
				page.append("| %s | %s | %s |%n".formatted(input, next.equals(name) ? "(the same)" : next,
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
				if (!node(from).equals(node(to))) {
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
