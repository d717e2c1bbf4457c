package io.connectionmanager;

import java.util.Map;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promise 28: no native thread is to be had for three seconds, in a JVM of its own whose
 * address space is limited; that binds root, too. See {@link ExhaustedThreadsProgram} for
 * what happens meanwhile.
 */
@Timeout(300)
@DisabledOnOs({ OS.WINDOWS, OS.MAC })
class ExhaustedThreadsTests {

	@Test
	@DisplayName("Promise 28: connections lost while no thread can be started are connected again")
	void connections_that_are_lost_while_no_thread_can_be_started_are_back() throws Exception {
		// Stacks are large, so that what is too little for one is enough for all else.
		Map<String, String> report = new ChildJvm().limit("export MALLOC_ARENA_MAX=1; ulimit -v 4000000")
			.options("-Xmx64m", "-Xss16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
					"-XX:CompressedClassSpaceSize=32m", "-XX:ReservedCodeCacheSize=32m")
			.run(ExhaustedThreadsProgram.class);
		Assumptions.assumeTrue("true".equals(report.get("no thread was to be had")),
				"The limit of the address space has no effect here: " + report);
		assertThat(report).describedAs("what the child reports")
			.containsEntry("seen as lost at once", "20 of 20")
			.containsEntry("connected again", "20 of 20")
			.containsEntry("told what is true", "20 of 20")
			.containsEntry("connected after another loss", "20 of 20")
			.containsEntry("told what is true after another loss", "20 of 20")
			.containsEntry("stopped", "STOPPED")
			.containsEntry("connected after the stop", "true")
			.containsEntry("closed", "20 of 20");
	}

}
