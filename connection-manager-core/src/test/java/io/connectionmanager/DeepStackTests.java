package io.connectionmanager;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.connectionmanager.DeepStackProgram.Signal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promises 3 and 28: signals that are given where next to no stack is left, so that it
 * overflows somewhere inside the library, in a JVM of its own. See
 * {@link DeepStackProgram} for how.
 */
@Timeout(300)
class DeepStackTests {

	/** The JVMs mostly wait, so that several run side by side. */
	private static final ExecutorService CHILDREN = Executors.newFixedThreadPool(3);

	private static final Map<Signal, Future<Map<String, String>>> REPORTS = new EnumMap<>(Signal.class);

	@BeforeAll
	static void start() {
		for (Signal signal : Signal.values()) {
			// What is logged needs stack, too.
			String level = (signal.ordinal() % 2 == 0) ? "WARN" : "DEBUG";
			REPORTS.put(signal, CHILDREN.submit(() -> new ChildJvm().options("-Xmx256m", "-XX:+UseSerialGC")
				.run(DeepStackProgram.class, signal.name(), level)));
		}
	}

	@AfterAll
	static void end() {
		CHILDREN.shutdownNow();
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 28: a stack that overflows, wherever it does, costs a delay and never a manager")
	void a_manager_goes_on_wherever_the_stack_overflows(Signal signal) throws Exception {
		Map<String, String> report = Objects.requireNonNull(REPORTS.get(signal)).get();
		assertThat(report).describedAs("what the child reports")
			.containsEntry("signals given", String.valueOf(DeepStackProgram.SIGNALS))
			.containsEntry("what returned has been done", "all")
			.containsEntry("back by itself", "all")
			.containsEntry("connected anew when asked to", "all")
			.containsEntry("back after another loss", "all")
			.containsEntry("stopped", "all")
			.containsEntry("started", "all")
			.containsEntry("another manager of the runtime is back", "all")
			.containsEntry("closed", "all");
	}

}
