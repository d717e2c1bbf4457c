package io.connectionmanager.benchmarks.hotpath;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A cycle with subscribers: each of them is told twice, of the loss and of the
 * connection. The cycle without subscribers is to be subtracted.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SubscribersBenchmark {

	/** How many subscribers there are. */
	@Param({ "0", "1", "100", "10000" })
	public int subscribers;

	/** Where they are called: on workers, or on the thread that brings the news. */
	@Param({ "worker", "direct" })
	public String executor = "worker";

	private final CountingSubscriber subscriber = new CountingSubscriber();

	private final Cycle cycle = new Cycle();

	/**
	 * Subscribes.
	 */
	@Setup
	public void subscribe() {
		this.cycle.subscribe(this.subscribers, () -> new Listener(this.subscriber),
				this.executor.equals("direct") ? Runnable::run : null);
	}

	/**
	 * Tells all twice.
	 * @return how many calls there were
	 */
	@Benchmark
	public long cycle() {
		this.cycle.turn();
		return this.subscriber.calls();
	}

}
