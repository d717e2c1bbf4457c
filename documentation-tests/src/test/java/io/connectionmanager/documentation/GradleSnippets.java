package io.connectionmanager.documentation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares dependencies in the notation of Gradle with the POMs of the build, as
 * {@link XmlSnippets} does with those of Maven.
 */
final class GradleSnippets implements SnippetCheck {

	private static final Pattern DEPENDENCY = Pattern
		.compile("implementation\\(\"([^:\"]+):([^:\"]+)(?::([^:\"]+))?\"\\)");

	private final Poms poms;

	GradleSnippets(Poms poms) {
		this.poms = poms;
	}

	@Override
	public void check(Snippet snippet) {
		assertThat(snippet.text()).as("dependencies").isNotBlank();
		assertThat(snippet.text().lines()).allSatisfy((line) -> {
			Matcher dependency = DEPENDENCY.matcher(line);
			assertThat(dependency.matches()).as("'%s' is a dependency", line).isTrue();
			this.poms.checkDependency(dependency.group(1), dependency.group(2),
					(dependency.group(3) != null) ? dependency.group(3) : "");
		});
	}

}
