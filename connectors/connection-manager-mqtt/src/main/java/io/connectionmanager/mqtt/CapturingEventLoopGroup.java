package io.connectionmanager.mqtt;

import java.util.concurrent.Executor;
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

/**
 * Event loops that hand out a channel when it is registered, which is before it connects:
 * the client library offers no access to it. With the channel, an attempt can be aborted,
 * TLS can use any {@link javax.net.ssl.SSLContext}, and every byte that arrives counts as
 * a sign of life.
 */
final class CapturingEventLoopGroup extends MultiThreadIoEventLoopGroup {

	/** Each thread costs descriptors, and serves thousands of connections. */
	private static final int MAX_THREADS = 4;

	private static final ThreadLocal<Consumer<Channel>> REGISTERING = new ThreadLocal<>();

	CapturingEventLoopGroup() {
		super(Math.min(MAX_THREADS, NettyRuntime.availableProcessors()),
				new DefaultThreadFactory("connection-manager-mqtt", true), ioHandlerFactory());
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
			Class.forName("io.netty.channel.epoll.Epoll", false, CapturingEventLoopGroup.class.getClassLoader());
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
