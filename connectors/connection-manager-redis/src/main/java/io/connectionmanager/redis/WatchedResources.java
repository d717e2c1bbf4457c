package io.connectionmanager.redis;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.lettuce.core.event.EventBus;
import io.lettuce.core.event.EventPublisherOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.resource.SocketAddressResolver;
import io.lettuce.core.tracing.Tracing;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.Timer;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;

/**
 * Shared resources, as one connection sees them: it receives its channel before that
 * connects. A copy by {@link #mutate()} would warn that nobody shut it down.
 */
final class WatchedResources implements ClientResources {

	private final ClientResources delegate;

	private final Consumer<Channel> initialized;

	WatchedResources(ClientResources delegate, Consumer<Channel> initialized) {
		this.delegate = delegate;
		this.initialized = initialized;
	}

	@Override
	public NettyCustomizer nettyCustomizer() {
		NettyCustomizer customizer = this.delegate.nettyCustomizer();
		return new NettyCustomizer() {

			@Override
			public void afterBootstrapInitialized(Bootstrap bootstrap) {
				customizer.afterBootstrapInitialized(bootstrap);
			}

			@Override
			public void afterChannelInitialized(Channel channel) {
				customizer.afterChannelInitialized(channel);
				WatchedResources.this.initialized.accept(channel);
			}

		};
	}

	@Override
	public Builder mutate() {
		return this.delegate.mutate();
	}

	@Override
	public Future<Boolean> shutdown() {
		return this.delegate.shutdown();
	}

	@Override
	public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit timeUnit) {
		return this.delegate.shutdown(quietPeriod, timeout, timeUnit);
	}

	@Override
	public AddressResolverGroup<?> addressResolverGroup() {
		return this.delegate.addressResolverGroup();
	}

	@Override
	public EventPublisherOptions commandLatencyPublisherOptions() {
		return this.delegate.commandLatencyPublisherOptions();
	}

	@Override
	public CommandLatencyRecorder commandLatencyRecorder() {
		return this.delegate.commandLatencyRecorder();
	}

	@Override
	public int computationThreadPoolSize() {
		return this.delegate.computationThreadPoolSize();
	}

	@Override
	public EventBus eventBus() {
		return this.delegate.eventBus();
	}

	@Override
	public EventLoopGroupProvider eventLoopGroupProvider() {
		return this.delegate.eventLoopGroupProvider();
	}

	@Override
	public EventExecutorGroup eventExecutorGroup() {
		return this.delegate.eventExecutorGroup();
	}

	@Override
	public int ioThreadPoolSize() {
		return this.delegate.ioThreadPoolSize();
	}

	@Override
	public Delay reconnectDelay() {
		return this.delegate.reconnectDelay();
	}

	@Override
	public SocketAddressResolver socketAddressResolver() {
		return this.delegate.socketAddressResolver();
	}

	@Override
	public Timer timer() {
		return this.delegate.timer();
	}

	@Override
	public Tracing tracing() {
		return this.delegate.tracing();
	}

}
