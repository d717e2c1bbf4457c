package io.connectionmanager.benchmarks.hotpath;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSnapshot;

/**
 * Reads of a manager that is connected and that all threads share, beside a volatile
 * read.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadBenchmark {

	private volatile Object field = new Object();

	private final AtomicInteger counter = new AtomicInteger();

	private final ConnectionManager<Object> manager = new Cycle().manager();

	/**
	 * The floor.
	 * @return what is there
	 */
	@Benchmark
	public Object volatileRead() {
		return this.field;
	}

	/**
	 * Not a read, but what telling a subscriber is made of.
	 * @return whether nobody came in between
	 */
	@Benchmark
	public boolean compareAndSet() {
		int now = this.counter.get();
		return this.counter.compareAndSet(now, now + 1);
	}

	/**
	 * Whether there is a connection.
	 * @return whether there is one
	 */
	@Benchmark
	public boolean isConnected() {
		return this.manager.isConnected();
	}

	/**
	 * The connection, if there is one.
	 * @return the connection
	 */
	@Benchmark
	public Optional<Object> connection() {
		return this.manager.connection();
	}

	/**
	 * The connection, or an exception.
	 * @return the connection
	 */
	@Benchmark
	public Object requireConnection() {
		return this.manager.requireConnection();
	}

	/**
	 * All there is to know.
	 * @return the snapshot
	 */
	@Benchmark
	public ConnectionSnapshot<Object> snapshot() {
		return this.manager.snapshot();
	}

}
