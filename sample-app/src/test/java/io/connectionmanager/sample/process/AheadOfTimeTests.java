package io.connectionmanager.sample.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import io.connectionmanager.sample.Operations;
import io.connectionmanager.sample.SampleApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The sample that was made ahead of time, for the JVM and (where there is one) as a
 * native image, in a process of its own: it does what it does when it is run from its
 * classes.
 */
@ParameterizedClass
@MethodSource("builds")
@TestMethodOrder(OrderAnnotation.class)
class AheadOfTimeTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	/** Shorter than what Spring grants a phase, in which a stream could hold it up. */
	private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(20);

	/** So that much to do at the same time is no failed attempt, and no slow end. */
	private static final List<String> PATIENT = List.of("connection-manager.timeout=1m",
			"connection-manager.drain-timeout=" + DRAIN_TIMEOUT);

	/** 128 and SIGTERM: the shutdown hooks have run, and nobody had to kill it. */
	private static final int TERMINATED = 143;

	private static final Pattern METER = Pattern.compile("^connection_manager_\\w+\\{[^}]*}", Pattern.MULTILINE);

	private static final Pattern SHOWN_PRICE = Pattern.compile("(prices|quotes): [A-Z]+ [0-9.]+ \\(");

	@TempDir
	private static Path folder;

	private static SampleProcess fromClasses;

	private static SampleProcess sample;

	@Parameter
	private SampleBuild build;

	static Stream<SampleBuild> builds() {
		return Arrays.stream(SampleBuild.values())
			.filter((build) -> build != SampleBuild.CLASSES)
			.filter(SampleBuild::exists);
	}

	@BeforeAll
	static void startTheOneToCompareWith() throws IOException {
		fromClasses = SampleProcess.start(folder, PATIENT);
	}

	@BeforeParameterizedClassInvocation
	static void start(SampleBuild build) throws IOException {
		sample = SampleProcess.start(build, folder, PATIENT);
		Stream.of(fromClasses, sample).forEach((process) -> awaitState(process, "CONNECTED"));
	}

	@AfterParameterizedClassInvocation
	static void leaveNoSampleBehind() {
		sample.close();
	}

	@AfterAll
	static void leaveNoProcessBehind() {
		fromClasses.close();
	}

	@Test
	@Order(1)
	void it_is_the_one_that_was_made_ahead_of_time() {
		assertThat(sample.output()).contains("Starting AOT-processed SampleApplication");
		assertThat(fromClasses.output()).doesNotContain("AOT-processed");
	}

	@ParameterizedTest
	@Order(1)
	@ValueSource(strings = { "/actuator/health", "/actuator/health/readiness", "/actuator/connections",
			"/actuator/connections/prices" })
	void an_answer_has_what_it_has_otherwise(String path) {
		String answer = answer(sample, path);
		assertThat(paths(answer)).containsExactlyElementsOf(paths(answer(fromClasses, path))).hasSizeGreaterThan(10);
	}

	@ParameterizedTest
	@Order(1)
	@ValueSource(strings = { "beat", "price" })
	void the_page_is_told_what_it_is_told_otherwise(String event) {
		assertThat(keys(sample, event)).isEqualTo(keys(fromClasses, event)).isNotEmpty();
	}

	@Test
	@Order(1)
	void the_page_is_there() {
		for (String file : List.of("/", "/css/theme.css", "/js/page.js")) {
			assertThat(answer(sample, file)).isEqualTo(answer(fromClasses, file)).isNotEmpty();
		}
	}

	@Test
	@Order(1)
	void settings_are_those_of_the_properties() {
		Map<String, Object> settings = sample.operations().connection("prices").read("$.settings");
		assertThat(settings).isEqualTo(fromClasses.operations().connection("prices").read("$.settings"))
			.containsEntry("timeout", "PT1M")
			.containsEntry("reconnectAfter", "PT1S");
	}

	@Test
	@Order(1)
	void meters_are_the_same() {
		assertThat(meters(sample)).containsExactlyElementsOf(meters(fromClasses))
			.anyMatch((meter) -> meter.startsWith("connection_manager_attempts_seconds_count"));
	}

	@Test
	@Order(2)
	void prices_arrive() {
		await().atMost(LONG).untilAsserted(() -> assertThat(sample.output()).containsPattern(SHOWN_PRICE));
	}

	@Test
	@Order(2)
	void an_operation_is_carried_out_and_subscribers_and_listeners_are_told() {
		Operations operations = sample.operations();
		awaitOutput("prices: ");
		assertThat(operations.operate("prices", "stop").statusCode()).isEqualTo(204);
		awaitOutput("The prices that are shown are old from now on");
		assertThat(operations.readiness()).isEqualTo(503);
		assertThat(operations.liveness()).isEqualTo(200);
		assertThat(operations.state("prices")).isEqualTo("STOPPED");
		assertThat(operations.operate("prices", "start").statusCode()).isEqualTo(204);
		awaitState(sample, "CONNECTED");
		awaitOutput("prices: no price for ");
		assertThat(operations.operate("prices", "restart").body()).contains("Unknown operation 'restart'");
	}

	@Test
	@Order(2)
	void a_fault_is_shown_and_over_when_it_is_over() {
		Operations operations = sample.operations();
		operations.server("refuse?seconds=60");
		await().atMost(LONG)
			.untilAsserted(() -> assertThat(operations.connection("prices").<Map<String, Object>>read("$.lastFailure"))
				.containsEntry("kind", "refused"));
		operations.server("heal");
		awaitState(sample, "CONNECTED");
	}

	@Test
	@Order(3)
	void sigterm_ends_it() throws InterruptedException {
		assertThat(sample.terminate(DRAIN_TIMEOUT)).as("ended; output:%n%s", sample.output()).isTrue();
		assertThat(sample.exitValue()).isEqualTo(TERMINATED);
		assertThat(sample.output()).doesNotContain("ERROR").doesNotContain("Exception in thread");
	}

	private static void awaitState(SampleProcess process, String state) {
		Operations operations = process.operations();
		await().atMost(LONG)
			.untilAsserted(() -> assertThat(List.of("prices", "quotes")).map(operations::state).containsOnly(state));
	}

	private static void awaitOutput(String text) {
		await().atMost(LONG).untilAsserted(() -> assertThat(sample.output()).contains(text));
	}

	private static String answer(SampleProcess process, String path) {
		return process.operations().get(path).body();
	}

	private static Set<String> paths(String json) {
		List<String> paths = JsonPath.using(Configuration.defaultConfiguration().addOptions(Option.AS_PATH_LIST))
			.parse(json)
			.read("$..*");
		return new TreeSet<>(paths);
	}

	private static Set<String> keys(SampleProcess process, String event) {
		try (Stream<String> live = process.operations().live()) {
			Iterator<String> lines = live.iterator();
			while (!lines.next().equals("event:" + event)) {
				// Something else, which is of no interest.
			}
			return JsonPath.<Map<String, Object>>read(lines.next().substring("data:".length()), "$").keySet();
		}
	}

	private static Set<String> meters(SampleProcess process) {
		return METER.matcher(answer(process, "/actuator/prometheus"))
			.results()
			.map(MatchResult::group)
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
