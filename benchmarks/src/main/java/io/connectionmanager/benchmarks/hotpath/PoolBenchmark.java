package io.connectionmanager.benchmarks.hotpath;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How one gets a connection from a pool, and gives it back. The connections are stubs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PoolBenchmark {

	private final HikariDataSource hikari = newHikari();

	private final GenericObjectPool<Object> commons = new GenericObjectPool<>(new Factory());

	/**
	 * HikariCP.
	 * @return the connection
	 * @throws SQLException never
	 */
	@Benchmark
	public Connection hikari() throws SQLException {
		try (Connection connection = this.hikari.getConnection()) {
			return connection;
		}
	}

	/**
	 * Commons Pool.
	 * @return the connection
	 * @throws Exception never
	 */
	@Benchmark
	public Object commonsPool() throws Exception {
		Object connection = this.commons.borrowObject();
		this.commons.returnObject(connection);
		return connection;
	}

	/**
	 * Closes both.
	 */
	@TearDown
	public void close() {
		this.hikari.close();
		this.commons.close();
	}

	private static HikariDataSource newHikari() {
		HikariConfig config = new HikariConfig();
		config.setMaximumPoolSize(4);
		config.setDataSource(stub(DataSource.class));
		return new HikariDataSource(config);
	}

	/** Says yes to everything, and gives out stubs of its own kind. */
	private static <T> T stub(Class<T> type) {
		Object stub = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> {
					Class<?> returned = method.getReturnType();
					if (returned == boolean.class) {
						return !method.getName().equals("isClosed");
					}
					if (returned == int.class) {
						return 0;
					}
					return (returned.isInterface()) ? stub(returned) : null;
				});
		return type.cast(stub);
	}

	private static final class Factory extends BasePooledObjectFactory<Object> {

		@Override
		public Object create() {
			return new Object();
		}

		@Override
		public PooledObject<Object> wrap(Object connection) {
			return new DefaultPooledObject<>(connection);
		}

	}

}
