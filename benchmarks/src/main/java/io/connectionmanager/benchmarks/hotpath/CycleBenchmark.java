package io.connectionmanager.benchmarks.hotpath;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What the engine costs: one whole cycle, connected, lost, waiting, connecting and
 * connected again, with a connector that does nothing and time that takes no time. The
 * log is off.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CycleBenchmark {

	private final Cycle cycle = new Cycle();

	/**
	 * The connector says why the connection was lost.
	 */
	@Benchmark
	public void cycle() {
		this.cycle.turn();
	}

	/**
	 * The connector does not say why: the engine makes an exception.
	 */
	@Benchmark
	public void cycleWithoutCause() {
		this.cycle.turnWithoutCause();
	}

}
