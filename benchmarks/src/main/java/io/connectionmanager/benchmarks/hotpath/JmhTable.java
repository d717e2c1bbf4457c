package io.connectionmanager.benchmarks.hotpath;

import java.util.Collection;
import java.util.stream.Collectors;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import io.connectionmanager.benchmarks.report.Table;

/**
 * Runs JMH benchmarks and makes a table of them.
 */
public final class JmhTable {

	private JmhTable() {
	}

	/**
	 * Runs benchmarks.
	 * @param name the name of the table
	 * @param threads by how many threads each is run, in turn
	 * @param benchmarks the classes
	 * @return the table
	 * @throws RunnerException if one failed
	 */
	public static Table run(String name, int[] threads, Class<?>... benchmarks) throws RunnerException {
		Table table = new Table(name, "benchmark", "parameters", "threads", "median ns", "min", "max", "bytes");
		for (int count : threads) {
			ChainedOptionsBuilder options = new OptionsBuilder().threads(count)
				.forks(Integer.getInteger("forks", 3))
				.warmupIterations(5)
				.warmupTime(TimeValue.seconds(1))
				.measurementIterations(20)
				.measurementTime(TimeValue.milliseconds(200))
				.jvmArgs("-Xms1g", "-Xmx1g")
				.shouldFailOnError(true)
				.addProfiler(GCProfiler.class);
			for (Class<?> benchmark : benchmarks) {
				options.include("\\." + benchmark.getSimpleName() + "\\.");
			}
			add(table, count, new Runner(options.build()).run());
		}
		return table;
	}

	private static void add(Table table, int threads, Collection<RunResult> results) {
		for (RunResult result : results) {
			Result<?> primary = result.getPrimaryResult();
			Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
			table.row(primary.getLabel(), parameters(result), threads, primary.getStatistics().getPercentile(50),
					primary.getStatistics().getMin(), primary.getStatistics().getMax(),
					(allocated != null) ? allocated.getScore() : Double.NaN);
		}
	}

	private static String parameters(RunResult result) {
		return result.getParams()
			.getParamsKeys()
			.stream()
			.map((key) -> key + "=" + result.getParams().getParam(key))
			.collect(Collectors.joining(" "));
	}

}
