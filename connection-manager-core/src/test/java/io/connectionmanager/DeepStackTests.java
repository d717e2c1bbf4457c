package io.connectionmanager;

import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promises 3 and 28: signals that are given where next to no stack is left, so that it
 * overflows somewhere inside the library, in a JVM of its own. See
 * {@link DeepStackProgram} for how.
 */
@Timeout(300)
class DeepStackTests {

	private static Stream<Arguments> signals() {
		// What is logged needs stack, too.
		return Stream.of(DeepStackProgram.Signal.values())
			.map((signal) -> Arguments.of(signal, (signal.ordinal() % 2 == 0) ? "WARN" : "DEBUG"));
	}

	@ParameterizedTest
	@MethodSource("signals")
	@DisplayName("Promise 28: a stack that overflows, wherever it does, costs a delay and never a manager")
	void a_manager_goes_on_wherever_the_stack_overflows(DeepStackProgram.Signal signal, String level) throws Exception {
		Map<String, String> report = new ChildJvm().options("-Xmx256m", "-XX:+UseSerialGC")
			.run(DeepStackProgram.class, signal.name(), level);
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
