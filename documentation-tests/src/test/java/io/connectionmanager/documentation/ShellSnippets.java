package io.connectionmanager.documentation;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at commands as a shell would, and tries those that only ask: Maven's modules,
 * goals, profiles and tests exist, scripts are there, and the sample answers to what
 * {@code curl} sends.
 */
final class ShellSnippets implements SnippetCheck {

	private static final Pattern COMMENT = Pattern.compile("(^|\\s)#\\s.*$");

	private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

	private static final Set<String> PHASES = Set.of("clean", "validate", "compile", "test", "package", "verify",
			"install");

	private final Poms poms;

	private final SampleCurl curl;

	ShellSnippets(Poms poms, SampleCurl curl) {
		this.poms = poms;
		this.curl = curl;
	}

	@Override
	public void check(Snippet snippet) throws Exception {
		int commands = 0;
		for (String line : snippet.text().replace("\\\n", " ").lines().toList()) {
			List<String> words = words(COMMENT.matcher(line).replaceFirst(""));
			if (!words.isEmpty()) {
				commands++;
				check(words);
			}
		}
		assertThat(commands).as("commands").isPositive();
	}

	static List<String> words(String line) {
		return WORD.matcher(line)
			.results()
			.map((word) -> (word.group(1) != null) ? word.group(1)
					: (word.group(2) != null) ? word.group(2) : word.group(3))
			.toList();
	}

	private void check(List<String> words) throws Exception {
		int pipe = words.indexOf("|");
		List<String> filter = (pipe < 0) ? List.of() : words.subList(pipe + 1, words.size());
		List<String> command = new ArrayList<>((pipe < 0) ? words : words.subList(0, pipe));
		while (command.size() > 1 && command.get(0).matches("[A-Z_0-9]+=.*")) {
			command.remove(0);
		}
		String program = command.remove(0);
		if (program.equals("curl")) {
			HttpResponse<String> answer = this.curl.send(command);
			filter(filter, answer.body());
			return;
		}
		assertThat(filter).as("pipe behind " + program).isEmpty();
		if (program.equals("mvn")) {
			maven(command);
		}
		else {
			assertThat(program).as("a command that is known, or a script").contains("/");
			assertThat(Page.ROOT.resolve(program)).as("script").isExecutable();
		}
	}

	private static void filter(List<String> filter, String text) {
		if (!filter.isEmpty()) {
			assertThat(filter).hasSize(2).first().isEqualTo("grep");
			assertThat(text.lines()).as("lines with " + filter.get(1))
				.anyMatch((line) -> Pattern.compile(filter.get(1)).matcher(line).find());
		}
	}

	private void maven(List<String> arguments) throws Exception {
		for (int i = 0; i < arguments.size(); i++) {
			String argument = arguments.get(i);
			switch (argument) {
				case "-q", "-B", "-am", "-o" -> {
				}
				case "-pl" -> assertThat(this.poms.folders()).containsAll(List.of(arguments.get(++i).split(",")));
				case "-f" -> assertThat(Page.ROOT.resolve(arguments.get(++i))).isRegularFile();
				default -> {
					if (argument.startsWith("-P")) {
						assertThat(this.poms.profiles()).contains(argument.substring(2));
					}
					else if (argument.startsWith("-Dtest=")) {
						String test = argument.substring("-Dtest=".length());
						assertThat(TestSources.haveClass(test)).as("test " + test).isTrue();
					}
					else if (!argument.startsWith("-D")) {
						goal(argument);
					}
				}
			}
		}
	}

	private void goal(String goal) {
		int colon = goal.indexOf(':');
		if (colon < 0) {
			assertThat(PHASES).contains(goal);
		}
		else {
			String prefix = goal.substring(0, colon);
			assertThat(this.poms.plugins()).as("plugin of " + goal)
				.containsAnyOf(prefix + "-maven-plugin", "maven-" + prefix + "-plugin");
		}
	}

}
