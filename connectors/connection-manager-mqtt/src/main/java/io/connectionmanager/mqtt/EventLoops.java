package io.connectionmanager.mqtt;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.NettyRuntime;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The threads of all MQTT connections, which run while there is at least one. The client
 * library offers no access to its channel; these event loops hand it out when it is
 * registered, which is before it connects. With the channel, a connection attempt can be
 * aborted, TLS can use any {@link javax.net.ssl.SSLContext}, and every byte that arrives
 * counts as a sign of life.
 */
final class EventLoops extends MultiThreadIoEventLoopGroup {

	/** Longer than the client library needs to finish with a closed channel. */
	private static final long QUIET_MILLIS = 200;

	private static final long SHUTDOWN_MILLIS = 2_000;

	private static final ThreadLocal<Consumer<Channel>> REGISTERING = new ThreadLocal<>();

	// Guarded by the class.

	private static @Nullable EventLoops current;

	private int users;

	private EventLoops() {
		super(NettyRuntime.availableProcessors(), new DefaultThreadFactory("connection-manager-mqtt", true),
				ioHandlerFactory());
	}

	static synchronized EventLoops acquire() {
		EventLoops loops = current;
		if (loops == null) {
			loops = new EventLoops();
			current = loops;
		}
		loops.users++;
		return loops;
	}

	void release() {
		synchronized (EventLoops.class) {
			if (--this.users > 0) {
				return;
			}
			current = null;
		}
		shutdownGracefully(QUIET_MILLIS, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS);
	}

	/**
	 * Runs an action that registers a channel.
	 * @param action the action
	 * @param registering receives the channel before it is registered
	 */
	static void whileRegistering(Runnable action, Consumer<Channel> registering) {
		REGISTERING.set(registering);
		try {
			action.run();
		}
		finally {
			REGISTERING.remove();
		}
	}

	@Override
	protected IoEventLoop newChild(Executor executor, IoHandlerFactory ioHandlerFactory, Object... args) {
		return new SingleThreadIoEventLoop(this, executor, ioHandlerFactory) {

			@Override
			public ChannelFuture register(ChannelPromise promise) {
				Consumer<Channel> registering = REGISTERING.get();
				if (registering != null) {
					registering.accept(promise.channel());
				}
				return super.register(promise);
			}

		};
	}

	/** The same choice that the client library makes for its channels. */
	private static IoHandlerFactory ioHandlerFactory() {
		return isEpollPresent() ? NativeTransport.ioHandlerFactory() : NioIoHandler.newFactory();
	}

	private static boolean isEpollPresent() {
		try {
			Class.forName("io.netty.channel.epoll.Epoll", false, EventLoops.class.getClassLoader());
			return true;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	private static final class NativeTransport {

		private NativeTransport() {
		}

		static IoHandlerFactory ioHandlerFactory() {
			return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
		}

	}

}
