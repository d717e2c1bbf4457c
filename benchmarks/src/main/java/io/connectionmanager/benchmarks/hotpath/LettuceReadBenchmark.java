package io.connectionmanager.benchmarks.hotpath;

import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Asking Lettuce whether its connection is open. Needs a Redis on 127.0.0.1:6379.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LettuceReadBenchmark {

	private final RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", 6379));

	private final StatefulRedisConnection<String, String> connection = this.client.connect();

	/**
	 * Whether the connection is open.
	 * @return whether it is
	 */
	@Benchmark
	public boolean lettuceIsOpen() {
		return this.connection.isOpen();
	}

	/**
	 * Closes the client.
	 */
	@TearDown
	public void close() {
		this.connection.close();
		this.client.shutdown();
	}

}
