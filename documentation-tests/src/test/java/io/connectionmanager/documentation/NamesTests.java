package io.connectionmanager.documentation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the text names in passing exists too: properties, environment variables, metrics.
 */
class NamesTests {

	private static final Pattern PROPERTY = Pattern
		.compile("((?:connection-manager|management|spring|logging|server)\\.[a-z0-9.-]*[a-z0-9])(?:[:=]\\s*(.+))?");

	private static final Pattern VARIABLE = Pattern
		.compile("\\| `(connection-manager\\.[a-z.-]+)` \\| `(CONNECTIONMANAGER_[A-Z_]+)` \\|");

	private static final Pattern METRIC = Pattern.compile("connection\\.manager\\.[a-z.]+");

	private final KnownProperties known;

	NamesTests() throws IOException {
		this.known = new KnownProperties();
	}

	@Test
	void every_property_that_is_named_exists() throws IOException {
		for (Page page : Page.all()) {
			for (String code : page.code()) {
				Matcher property = PROPERTY.matcher(code);
				if (property.matches()) {
					check(page.name(), property.group(1), property.group(2));
				}
			}
		}
	}

	private void check(String page, String name, String value) {
		ConfigurationPropertyName property = ConfigurationPropertyName.of(name);
		if (value == null && this.known.contain(property)) {
			return;
		}
		if (value == null) {
			assertThat(this.known.map(property)).as("%s: property '%s'", page, name).isPresent();
		}
		else {
			this.known.check(name, value);
		}
	}

	@Test
	void every_environment_variable_sets_the_property_beside_it() throws IOException {
		List<Matcher> rows = Page.read(Path.of("docs", "configuration.md"))
			.prose()
			.stream()
			.map(VARIABLE::matcher)
			.filter(Matcher::matches)
			.toList();
		assertThat(rows).hasSizeGreaterThan(2).allSatisfy((row) -> {
			ConfigurationPropertySource environment = ConfigurationPropertySource
				.from(new SystemEnvironmentPropertySource("systemEnvironment", Map.of(row.group(2), "value")));
			assertThat(environment.getConfigurationProperty(ConfigurationPropertyName.of(row.group(1))))
				.as(row.group(2))
				.isNotNull();
		});
	}

	@Test
	void every_metric_that_is_named_is_on_the_page_of_metrics() throws IOException {
		List<String> there = Page.read(Path.of("docs", "metrics.md")).code();
		for (Page page : Page.all()) {
			assertThat(page.code()).as(page.name())
				.filteredOn((code) -> METRIC.matcher(code).matches())
				.isSubsetOf(there);
		}
	}

}
