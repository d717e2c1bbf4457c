package io.connectionmanager.benchmarks.hotpath;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ConnectionEvents;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateAdapter;
import org.apache.curator.framework.listen.StandardListenerManager;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What others tell their listeners with: synchronous lists, all on the calling thread.
 * Each call tells all listeners twice, as a cycle does.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ListenerListBenchmark {

	private static final Object CONNECTION = new Object();

	private static final SocketAddress ADDRESS = InetSocketAddress.createUnresolved("localhost", 1);

	private static final MethodHandle LETTUCE_CONNECTED = lettuce("fireEventRedisConnected", RedisChannelHandler.class,
			SocketAddress.class);

	private static final MethodHandle LETTUCE_DISCONNECTED = lettuce("fireEventRedisDisconnected",
			RedisChannelHandler.class);

	/** How many listeners there are. */
	@Param({ "1", "100", "10000" })
	public int listeners;

	private final CountingSubscriber subscriber = new CountingSubscriber();

	private Listener[] array = new Listener[0];

	private final StandardListenerManager<Listener> curator = StandardListenerManager.standard();

	private final ConnectionEvents lettuce = new ConnectionEvents();

	/**
	 * Adds the listeners.
	 */
	@Setup
	public void add() {
		this.array = new Listener[this.listeners];
		Arrays.setAll(this.array, (i) -> new Listener(this.subscriber));
		for (int i = 0; i < this.listeners; i++) {
			this.curator.addListener(new Listener(this.subscriber));
			this.lettuce.addListener(new LettuceListener(this.subscriber));
		}
	}

	/**
	 * The least that there can be: calls in a loop over an array.
	 * @return how many calls there were
	 * @throws Exception never
	 */
	@Benchmark
	public long array() throws Exception {
		for (Listener listener : this.array) {
			listener.disconnected(CONNECTION, null);
		}
		for (Listener listener : this.array) {
			listener.connected(CONNECTION);
		}
		return this.subscriber.calls();
	}

	/**
	 * Curator's list of listeners.
	 * @return how many calls there were
	 */
	@Benchmark
	public long curator() {
		this.curator.forEach((listener) -> listener.disconnected(CONNECTION, null));
		this.curator.forEach((listener) -> listener.connected(CONNECTION));
		return this.subscriber.calls();
	}

	/**
	 * Lettuce's set of listeners.
	 * @return how many calls there were
	 * @throws Throwable never
	 */
	@Benchmark
	@SuppressWarnings("NullAway") // no listener here looks at the channel handler
	public long lettuce() throws Throwable {
		LETTUCE_DISCONNECTED.invokeExact(this.lettuce, (RedisChannelHandler<?, ?>) null);
		LETTUCE_CONNECTED.invokeExact(this.lettuce, (RedisChannelHandler<?, ?>) null, ADDRESS);
		return this.subscriber.calls();
	}

	/** Lettuce's own client calls these; others cannot. */
	private static MethodHandle lettuce(String name, Class<?>... parameters) {
		try {
			Method method = ConnectionEvents.class.getDeclaredMethod(name, parameters);
			method.setAccessible(true);
			return MethodHandles.lookup().unreflect(method);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private static final class LettuceListener extends RedisConnectionStateAdapter {

		private final CountingSubscriber subscriber;

		LettuceListener(CountingSubscriber subscriber) {
			this.subscriber = subscriber;
		}

		@Override
		public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress socketAddress) {
			this.subscriber.connected(CONNECTION);
		}

		@Override
		public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
			this.subscriber.disconnected(CONNECTION, null);
		}

	}

}
