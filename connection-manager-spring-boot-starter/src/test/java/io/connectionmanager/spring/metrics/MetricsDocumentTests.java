package io.connectionmanager.spring.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.connectionmanager.ExclusiveListener.Outcome;
import io.connectionmanager.ExclusiveListener.Reason;
import io.connectionmanager.FailureKind;
import io.micrometer.common.docs.KeyName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/metrics.md} is generated from the code. Run this test with
 * {@code -Dmetrics.write=true} to regenerate it.
 */
class MetricsDocumentTests {

	private static final Path PAGE = Path.of("..", "docs", "metrics.md");

	private static final Set<FailureKind> FAILURES = EnumSet.complementOf(EnumSet.of(FailureKind.REQUESTED));

	private static final Map<String, String> VALUES = new TreeMap<>(
			Map.of("connection", "name of the connection", "reason",
					"%s; of a take-over: %s; of a move: %s".formatted(words(Stream.of(FailureKind.values())),
							words(Stream.of(Reason.values()).map(ExclusiveMetrics::word)),
							words(ExclusiveMetrics.MOVES.stream().map(ExclusiveMetrics::word).sorted())),
					"outcome",
					"`%s`; a kind of failure: %s; `%s` if the manager was stopped first; of a renewal: %s".formatted(
							AttemptOutcome.CONNECTED, words(FAILURES.stream()), AttemptOutcome.ABANDONED,
							words(Stream.of(Outcome.values()).map(ExclusiveMetrics::word))),
					"group", "name of the group of replicas", "margin",
					"`kept` if the safety margin sufficed, `exceeded` if another replica may have taken over before",
					"error", "class of the exception, without its package, or `none`", "attempt",
					"number of the attempt within the outage, counted from 1"));

	@Test
	void the_page_shows_the_meters_and_observations_as_they_are() throws IOException {
		String page = page();
		if (Boolean.getBoolean("metrics.write")) {
			Files.writeString(PAGE, page);
		}
		assertThat(PAGE).content()
			.as("stale; mvn -pl connection-manager-spring-boot-starter -am test -Dtest=MetricsDocumentTests "
					+ "-Dsurefire.failIfNoSpecifiedTests=false -Dmetrics.write=true regenerates it")
			.isEqualTo(page);
	}

	private static String page() {
		StringBuilder page = new StringBuilder("""
				# Metrics and observations

				<!-- Generated from the code by MetricsDocumentTests; changes made here are lost. -->

				With a `MeterRegistry` (in Spring Boot, with Actuator), each connection in `ConnectionManagers`
				has these meters:

				| meter | type | tags | |
				|---|---|---|---|
				""");
		for (ConnectionMeterDocumentation meter : ConnectionMeterDocumentation.values()) {
			page.append("| `%s` | %s | %s | %s |%n".formatted(meter.getName(), type(meter), names(meter.getKeyNames()),
					meter.getDescription()));
		}
		ConnectionAttemptObservationDocumentation attempt = ConnectionAttemptObservationDocumentation.ATTEMPT;
		page.append(
				"""
						| `%1$s` | timer | %2$s, `error` | Duration of attempts, from the call of `open` until the outcome is decided |
						| `%1$s.active` | long task timer | `connection` | Attempts in progress |

						In Prometheus, dots become underscores. Counters end in `_total`, timers in `_seconds_count`,
						`_seconds_sum` and `_seconds_max`. A series with a `reason` or an `outcome` exists only after its
						first occurrence, except those of `connection.manager.exclusive.*`, which exist from the start.

						`connection.manager.exclusive.claims` also counts connections that no longer exist;
						[Stores](stores.md#the-table) shows how to remove them.

						## Values of tags

						| tag | values |
						|---|---|
						"""
					.formatted(attempt.getName(), names(attempt.getLowCardinalityKeyNames())));
		VALUES.forEach((tag, values) -> page.append("| `%s` | %s |%n".formatted(tag, values)));
		page.append("""

				A `FailureClassifier` bean determines the kind of a failure; see
				[Kinds of failure](subscribers-and-events.md#kinds-of-failure).

				## Attempts are observations

				Each attempt is a Micrometer `Observation`. It starts when `open` is called, and stops when the attempt
				has succeeded, failed, timed out or been stopped. It is the current observation while `open` runs, so
				that the observations of a client library become part of it. With a tracer, it is a span.

				| | |
				|---|---|
				| name | `%s` |
				| contextual name (span) | `connect` and the name of the connection |
				| low-cardinality keys | %s |
				| high-cardinality keys | %s |
				| error | the failure of the attempt |
				| context | `%s` |
				| convention | `%s`, replaced by a bean that is a `%s`, or by a `GlobalObservationConvention` |

				With a `MeterRegistry` but no observations, the timer of attempts still exists; it then includes the
				wait for a permit of the connect limit. `management.observations.enable` switches off observations,
				and the timer of attempts with them.

				## Connections that come and go

				A connection that is added to `ConnectionManagers` while the application runs has the same meters and
				observations if it was built by `ConnectionManagerBuilderConfigurer.builder` and added before it was
				started. When a manager is closed, its meters are removed.

				## Dashboard and alerts

				[`grafana/connection-manager.json`](grafana/connection-manager.json) is a Grafana dashboard, and
				[`prometheus/alerts.yml`](prometheus/alerts.yml) has alert rules for Prometheus.
				""".formatted(attempt.getName(), names(attempt.getLowCardinalityKeyNames()),
				names(attempt.getHighCardinalityKeyNames()), ConnectionAttemptObservationContext.class.getSimpleName(),
				attempt.getDefaultConvention().getSimpleName(),
				ConnectionAttemptObservationConvention.class.getSimpleName()));
		return page.toString();
	}

	@Test
	void each_tag_has_its_values_on_the_page() {
		ConnectionAttemptObservationDocumentation attempt = ConnectionAttemptObservationDocumentation.ATTEMPT;
		Stream<KeyName> keys = Stream.of(
				Arrays.stream(ConnectionMeterDocumentation.values())
					.flatMap((meter) -> Arrays.stream(meter.getKeyNames())),
				Arrays.stream(attempt.getLowCardinalityKeyNames()), Arrays.stream(attempt.getHighCardinalityKeyNames()))
			.flatMap((each) -> each);
		assertThat(keys.map(KeyName::asString)).isNotEmpty().allMatch(VALUES::containsKey);
	}

	private static String type(ConnectionMeterDocumentation meter) {
		return meter.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	private static String names(KeyName[] keys) {
		return Arrays.stream(keys).map((key) -> "`" + key.asString() + "`").collect(Collectors.joining(", "));
	}

	private static String words(Stream<?> kinds) {
		return kinds.map((kind) -> "`" + kind + "`").collect(Collectors.joining(", "));
	}

}
