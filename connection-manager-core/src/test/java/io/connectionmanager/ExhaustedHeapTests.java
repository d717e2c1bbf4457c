package io.connectionmanager;

import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promises 3 and 28: the heap is full for six seconds, in a JVM of its own. See
 * {@link ExhaustedHeapProgram} for what happens meanwhile.
 */
@Timeout(300)
class ExhaustedHeapTests {

	@Test
	@DisplayName("Promise 28: a heap that is full for six seconds costs a delay and never a manager")
	void all_managers_are_back_after_the_heap_was_full() throws Exception {
		assertAllIsWell(new ChildJvm().options("-Xmx64m", "-XX:+UseSerialGC").run(ExhaustedHeapProgram.class));
	}

	@Test
	@DisplayName("Promise 28: also on a runtime whose threads had not been started before")
	void all_managers_are_back_after_the_heap_was_full_while_no_thread_was_running() throws Exception {
		assertAllIsWell(new ChildJvm().options("-Xmx64m", "-XX:+UseSerialGC").run(ExhaustedHeapProgram.class, "idle"));
	}

	private static void assertAllIsWell(Map<String, String> report) {
		assertThat(report).describedAs("what the child reports")
			.containsEntry("the heap was full", "true")
			.containsEntry("connected again", "200 of 200")
			.containsEntry("told what is true", "200 of 200")
			.containsEntry("connected after another loss", "200 of 200")
			.containsEntry("told what is true after another loss", "200 of 200")
			.containsEntry("closed", "200 of 200")
			.containsEntry("violations", "[]");
	}

}
