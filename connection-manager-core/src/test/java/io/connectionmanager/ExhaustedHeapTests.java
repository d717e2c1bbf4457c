package io.connectionmanager;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
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

	/** The JVMs mostly wait, so that they run side by side. */
	private static final ExecutorService CHILDREN = Executors.newFixedThreadPool(2);

	private static final Future<Map<String, String>> BUSY = CHILDREN.submit(() -> run());

	private static final Future<Map<String, String>> IDLE = CHILDREN.submit(() -> run("idle"));

	private static Map<String, String> run(String... arguments) throws Exception {
		return new ChildJvm().options("-Xmx64m", "-XX:+UseSerialGC").run(ExhaustedHeapProgram.class, arguments);
	}

	@AfterAll
	static void end() {
		CHILDREN.shutdownNow();
	}

	@Test
	@DisplayName("Promise 28: a heap that is full for six seconds costs a delay and never a manager")
	void all_managers_are_back_after_the_heap_was_full() throws Exception {
		assertAllIsWell(BUSY.get());
	}

	@Test
	@DisplayName("Promise 28: also on a runtime whose threads had not been started before")
	void all_managers_are_back_after_the_heap_was_full_while_no_thread_was_running() throws Exception {
		assertAllIsWell(IDLE.get());
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
