package io.connectionmanager.documentation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.connectionmanager.ConnectionState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at diagrams of states: they show the states that there are, be it those that
 * users see or those of the machine, and all of them. A flowchart is a
 * {@link DrawnHouse}.
 */
final class MermaidSnippets implements SnippetCheck {

	private static final String OUTSIDE = "[*]";

	private static final Pattern ARROW = Pattern.compile("\\s+(\\S+) --> ([^\\s:]+)(?:: .+)?");

	private final Set<String> shown = Arrays.stream(ConnectionState.values())
		.map(ConnectionState::name)
		.collect(Collectors.toSet());

	private final Set<String> ofTheMachine;

	private final Poms poms;

	MermaidSnippets(Poms poms) throws IOException {
		this.poms = poms;
		this.ofTheMachine = Page.read(Path.of("docs", "state-machine.md"))
			.prose()
			.stream()
			.filter((line) -> line.startsWith("## "))
			.map((line) -> line.substring(3).replaceFirst(",.*", ""))
			.collect(Collectors.toSet());
	}

	@Override
	public void check(Snippet snippet) throws IOException {
		List<String> lines = snippet.text().lines().toList();
		if (lines.get(0).startsWith("flowchart ")) {
			DrawnHouse.of(lines.subList(1, lines.size())).check(this.poms);
			return;
		}
		assertThat(lines.get(0)).isEqualTo("stateDiagram-v2");
		Set<String> states = new TreeSet<>();
		for (String line : lines.subList(1, lines.size())) {
			if (!line.strip().startsWith("direction ")) {
				Matcher arrow = ARROW.matcher(line);
				assertThat(arrow.matches()).as("'%s' is an arrow", line).isTrue();
				states.addAll(List.of(arrow.group(1), arrow.group(2)));
			}
		}
		states.remove(OUTSIDE);
		assertThat(states).isEqualTo(this.shown.containsAll(states) ? this.shown : this.ofTheMachine);
	}

}
