package io.connectionmanager.sample.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.connectionmanager.sample.Operations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * SIGTERM ends the real process in whatever state its connections are, even while the
 * page is looked at, within the drain time and without an error (promises 18 and 19).
 */
class TerminationTests {

	/** Shorter than what Spring grants a phase, in which a stream could hold it up. */
	private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(20);

	/** 128 and SIGTERM: the shutdown hooks have run, and nobody had to kill it. */
	private static final int TERMINATED = 143;

	private static final Map<Situation, SampleProcess> samples = new EnumMap<>(Situation.class);

	@BeforeAll
	static void startOneForEachSituation(@TempDir Path folder) throws IOException {
		for (Situation situation : Situation.values()) {
			List<String> arguments = new ArrayList<>(situation.arguments);
			arguments.add("connection-manager.drain-timeout=" + DRAIN_TIMEOUT);
			samples.put(situation, SampleProcess.start(folder, arguments));
		}
	}

	@AfterAll
	static void leaveNoProcessBehind() {
		samples.values().forEach(SampleProcess::close);
	}

	@ParameterizedTest
	@EnumSource
	void sigterm_ends_the_process(Situation situation) throws InterruptedException {
		SampleProcess sample = samples.get(situation);
		Operations operations = sample.operations();
		operations.server(situation.fault);
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(
					() -> assertThat(List.of("prices", "quotes")).map(operations::state).isSubsetOf(situation.states));
		try (Stream<String> live = operations.live()) {
			assertThat(live.iterator().next()).isEqualTo("event:beat");
			assertThat(sample.terminate(DRAIN_TIMEOUT)).as("ended; output:%n%s", sample.output()).isTrue();
		}
		assertThat(sample.exitValue()).isEqualTo(TERMINATED);
		assertThat(sample.output()).doesNotContain("ERROR").doesNotContain("Exception in thread");
	}

	enum Situation {

		NEVER_STARTED(Set.of("STOPPED"), "heal", "connection-manager.auto-start=false"),

		CONNECTED(Set.of("CONNECTED"), "heal"),

		ATTEMPT_HANGS(Set.of("CONNECTING"), "silent?seconds=300", "connection-manager.timeout=5m"),

		WAITING_FOR_THE_NEXT_ATTEMPT(Set.of("WAITING"), "refuse?seconds=300", "connection-manager.reconnect-after=5m"),

		SUSPENDED(Set.of("SUSPENDED"), "refuse?seconds=300", "connection-manager.max-attempts=1"),

		DROPPED_AGAIN_AND_AGAIN(Set.of("WAITING", "CONNECTING"), "drop?seconds=300",
				"connection-manager.reconnect-after=10ms");

		private final Set<String> states;

		private final String fault;

		private final List<String> arguments;

		Situation(Set<String> states, String fault, String... arguments) {
			this.states = states;
			this.fault = fault;
			this.arguments = Arrays.asList(arguments);
		}

	}

}
