package io.connectionmanager.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.sample.SampleApplication;
import io.connectionmanager.sample.server.Fault;
import io.connectionmanager.sample.server.PriceServer;
import io.connectionmanager.testing.InMemoryCoordinationStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the dashboard and the alert rules ask for is what Prometheus gets from the running
 * sample, when its server has been cut off and has refused.
 */
class DashboardTests {

	private static final Path DASHBOARD = Page.ROOT.resolve(Path.of("docs", "grafana", "connection-manager.json"));

	private static final Path ALERTS = Page.ROOT.resolve(Path.of("docs", "prometheus", "alerts.yml"));

	private static final Pattern METRIC = Pattern.compile("\\bconnection_manager_\\w+");

	private static final Pattern SAMPLE = Pattern.compile("^(connection_manager_\\w+)\\{([^}]*)}", Pattern.MULTILINE);

	private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");

	private static final Pattern MATCHER = Pattern.compile("(\\w+)(?:=~|!~|!=|=)\"");

	/** Added by Prometheus to all that it gets. */
	private static final String INSTANCE = "instance";

	private static Map<String, Set<String>> scraped = Map.of();

	@BeforeAll
	static void cut_and_refuse() throws Exception {
		// Until it is cut takes less than it needs to be stable, so it is a flap; then
		// the outage is over.
		SpringApplication application = new SpringApplication(SampleApplication.class, InMemoryCoordinationStore.class);
		try (ConfigurableApplicationContext sample = application.run("--server.port=0",
				"--sample.server.port=" + FreePort.find(), "--connection-manager.stable-after=10s",
				"--spring.application.name=sample", "--connection-manager.connections.quotes.exclusive=true")) {
			SampleCurl curl = new SampleCurl(
					sample.getEnvironment().getRequiredProperty("local.server.port", int.class));
			ConnectionManagers managers = sample.getBean(ConnectionManagers.class);
			PriceServer server = sample.getBean(PriceServer.class);
			await().until(() -> managers.stream().allMatch(ConnectionManager::isConnected));
			server.apply(Fault.CUT, Duration.ZERO);
			server.apply(Fault.REFUSE, Duration.ofMinutes(1));
			await().untilAsserted(() -> assertThat(prometheus(curl)).contains("outcome=\"refused\""));
			server.apply(Fault.HEAL, Duration.ZERO);
			await().atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> assertThat(prometheus(curl))
					.containsPattern(
							"connection_manager_outages_seconds_count\\{[^}]*connection=\"quotes\"[^}]*} [1-9]")
					.containsPattern("connection_manager_flaps_total\\{[^}]*connection=\"prices\"[^}]*} [1-9]"));
			scraped = labels(prometheus(curl));
		}
	}

	@Test
	void each_query_of_the_dashboard_finds_its_metrics() throws IOException {
		List<String> queries = new ArrayList<>(
				JsonPath.<List<String>>read(Files.readString(DASHBOARD), "$.panels[*].targets[*].expr"));
		queries.addAll(JsonPath.read(Files.readString(DASHBOARD), "$.templating.list[?(@.definition)].definition"));
		assertThat(queries).hasSizeGreaterThan(10).allSatisfy(DashboardTests::findsWhatItAsksFor);
	}

	@Test
	void each_alert_finds_its_metrics() throws IOException {
		List<String> queries = alerts().map((rule) -> (String) rule.get("expr")).toList();
		assertThat(queries).hasSizeGreaterThan(3).allSatisfy(DashboardTests::findsWhatItAsksFor);
	}

	@Test
	void no_metric_is_named_that_does_not_exist() throws IOException {
		assertThat(names(Files.readString(DASHBOARD) + Files.readString(ALERTS))).isSubsetOf(scraped.keySet());
	}

	@Test
	void each_metric_is_on_the_dashboard() throws IOException {
		Set<String> shown = names(Files.readString(DASHBOARD));
		// The sum and the maximum of what is under way at this moment say little.
		assertThat(scraped.keySet()).filteredOn((name) -> !name.contains("_active_")).isSubsetOf(shown);
	}

	@Test
	void each_alert_has_a_name_and_says_what_is_wrong() throws IOException {
		assertThat(alerts()).allSatisfy((rule) -> {
			assertThat(rule).containsKeys("alert", "expr", "labels");
			assertThat((Map<?, ?>) rule.get("annotations")).extracting("summary", "description").doesNotContainNull();
		});
	}

	private static void findsWhatItAsksFor(String query) {
		Set<String> names = names(query);
		assertThat(names).as(query).isNotEmpty().isSubsetOf(scraped.keySet());
		Set<String> asked = new TreeSet<>();
		GROUPING.matcher(query).results().forEach((match) -> asked.addAll(List.of(match.group(1).split(",\\s*"))));
		MATCHER.matcher(query).results().forEach((match) -> asked.add(match.group(1)));
		asked.remove(INSTANCE);
		for (String name : names) {
			assertThat(asked).as("%s in %s", name, query).isSubsetOf(scraped.get(name));
		}
	}

	private static Set<String> names(String text) {
		return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
	}

	private static Map<String, Set<String>> labels(String scrape) {
		Map<String, Set<String>> labels = new HashMap<>();
		SAMPLE.matcher(scrape)
			.results()
			.forEach((match) -> MATCHER.matcher(match.group(2))
				.results()
				.forEach((label) -> labels.computeIfAbsent(match.group(1), (name) -> new TreeSet<>())
					.add(label.group(1))));
		return labels;
	}

	@SuppressWarnings("unchecked")
	private static Stream<Map<String, Object>> alerts() throws IOException {
		Map<String, List<Map<String, Object>>> file = new Yaml().load(Files.readString(ALERTS));
		return file.get("groups")
			.stream()
			.flatMap((group) -> ((List<Map<String, Object>>) group.get("rules")).stream());
	}

	private static String prometheus(SampleCurl curl) throws Exception {
		return curl.send(List.of("http://127.0.0.1:8080/actuator/prometheus")).body();
	}

}
