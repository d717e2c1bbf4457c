package io.connectionmanager.benchmarks.hotpath;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That each benchmark starts. Once, in this JVM: the figures mean nothing.
 */
class BenchmarksStartTests {

	@BeforeAll
	static void others_may_be_measured_at_the_same_time() {
		System.setProperty("jmh.ignoreLock", "true");
	}

	@Test
	void every_benchmark_that_needs_no_server_starts() throws Exception {
		var options = new OptionsBuilder().include("hotpath")
			.exclude(LettuceReadBenchmark.class.getSimpleName())
			.mode(Mode.SingleShotTime)
			.forks(0)
			.warmupIterations(0)
			.measurementIterations(1)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build();
		assertThat(new Runner(options).run()).hasSizeGreaterThan(15);
	}

}
