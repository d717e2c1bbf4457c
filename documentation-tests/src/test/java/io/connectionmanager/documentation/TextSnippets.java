package io.connectionmanager.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares text that is shown with what produces it: a file that is named; the report of
 * a configuration that does not start, which stands before it; or lines of the log,
 * between which there may be lines of the price server.
 */
final class TextSnippets implements SnippetCheck {

	private static final Path LOG = Page.ROOT
		.resolve("connection-manager-core/src/main/java/io/connectionmanager/engine/notify/OutageLog.java");

	private static final Pattern MESSAGE = Pattern.compile("\"(Connection '\\{}'[^\"]*)\"");

	private static final Pattern LEVEL = Pattern.compile("(?:DEBUG|INFO|WARN|ERROR) +");

	private static final Pattern PRICE_SERVER = Pattern.compile("WELCOME \\w+|[A-Z]+ \\d+\\.\\d+");

	private final List<Pattern> messages;

	TextSnippets() throws IOException {
		this.messages = MESSAGE.matcher(Files.readString(LOG))
			.results()
			.map((message) -> pattern(message.group(1)))
			.toList();
	}

	// What is said of the connection right behind its name is one of few words.
	private static Pattern pattern(String message) {
		String regex = Stream.of(message.replace("' {}", "' {said}").split("\\{}", -1))
			.map(Pattern::quote)
			.collect(Collectors.joining("\\S.*?"));
		return Pattern.compile(regex.replace("{said}", "\\E(?:failed|lost|up|up again)\\Q"));
	}

	@Override
	public void check(Snippet snippet) throws Exception {
		if (snippet.file().isPresent()) {
			assertThat(snippet.text()).isEqualTo(Files.readString(Page.ROOT.resolve(snippet.file().get())));
			return;
		}
		Optional<Snippet> mistake = snippet.previous()
			.filter((previous) -> previous.remark().equals(YamlSnippets.FAILS));
		if (mistake.isPresent()) {
			assertThat(snippet.text()).isEqualToNormalizingNewlines(YamlSnippets.report(mistake.get()));
			return;
		}
		List<String> lines = snippet.text().lines().toList();
		assertThat(lines).as("lines of the log").anyMatch((line) -> LEVEL.matcher(line).lookingAt());
		assertThat(lines).allSatisfy((line) -> assertThat(isLogged(line) || PRICE_SERVER.matcher(line).matches())
			.as("'%s' is logged by %s, or said by the price server", line, LOG.getFileName())
			.isTrue());
	}

	private boolean isLogged(String line) {
		String message = LEVEL.matcher(line).replaceFirst("");
		return !message.equals(line) && this.messages.stream().anyMatch((each) -> each.matcher(message).matches());
	}

}
