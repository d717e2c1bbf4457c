package io.connectionmanager.netty;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.Connector;
import io.connectionmanager.connector.ClientTls;
import io.connectionmanager.connector.ConnectorContext;

/**
 * Connects channels of Netty, for TCP without a thread for each connection. The URL of
 * the connection is {@code netty://host:port}, or {@code nettys://host:port} for TLS,
 * which verifies the name of the host. <pre class="code">
 * Connector&lt;Channel&gt; connector = NettyConnector.builder(new ChannelInitializer&lt;&gt;() {
 *     &#64;Override
 *     protected void initChannel(Channel channel) {
 *         channel.pipeline().addLast(new LineBasedFrameDecoder(1024), new StringDecoder(), new PriceHandler());
 *     }
 * }).build();
 * ConnectionManager.builder("prices", connector).endpoint(URI.create("netty://feed.example:7000")).start();
 * </pre>
 * <ul>
 * <li><b>Ready</b> when TCP is connected, then TLS, then the {@link #handshake(Channel)
 * handshake of the application}, if it declares one.</li>
 * <li><b>Lost</b> when the channel is closed, by anybody. The cause is what the channel
 * reported, or a failure that no handler dealt with, which closes the channel.</li>
 * <li><b>Liveness.</b> Everything that is read is a sign of life. A peer that is silent
 * for longer than the interval of the keep-alive is sent the {@link Builder#probe(byte[])
 * probe}, if there is one. While the application does not read, the peer is not
 * judged.</li>
 * <li><b>Threads.</b> Opening does not wait. Handlers run on the event loops, and must
 * not block.</li>
 * </ul>
 */
public final class NettyConnector {

	/** How long closing waits for handlers that have something to say first. */
	static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

	private static final AttributeKey<Promise<Void>> HANDSHAKE = AttributeKey.valueOf(NettyConnector.class,
			"handshake");

	private final ChannelHandler handler;

	private final EventLoops eventLoops;

	private final ChannelFactory<? extends Channel> channelFactory;

	private final @Nullable Supplier<SSLContext> sslContext;

	private final byte @Nullable [] probe;

	private NettyConnector(Builder builder) {
		this.handler = builder.handler;
		this.eventLoops = (builder.eventLoopGroup != null) ? EventLoops.of(builder.eventLoopGroup)
				: EventLoops.shared();
		this.channelFactory = builder.channelFactory;
		this.sslContext = builder.sslContext;
		this.probe = builder.probe;
	}

	/**
	 * Returns a builder of a connector.
	 * @param handler the handler of each channel: usually a
	 * {@link io.netty.channel.ChannelInitializer}, which adds the handlers of the
	 * application to the pipeline of a channel
	 * @return the builder
	 * @throws IllegalArgumentException if the handler can be added to one channel only,
	 * because it is not {@link Sharable}
	 */
	public static Builder builder(ChannelHandler handler) {
		return new Builder(handler);
	}

	@SuppressWarnings("unchecked")
	static Connector<Channel> of(ConnectorContext context) {
		context.checkEndpoints(NettyAttempt::server);
		Builder builder = builder(context.requireCollaborator(ChannelHandler.class))
			.sslContext(() -> context.sslContext().orElseGet(ClientTls::defaultContext));
		context.collaborator(EventLoopGroup.class).ifPresent(builder::eventLoopGroup);
		context.collaborator(ChannelFactory.class).ifPresent(builder::channelFactory);
		builder.probe = ProbeOption.of(context);
		return builder.build();
	}

	/**
	 * Declares that a channel is ready only when the application has completed a
	 * handshake of its own, such as a login: when the promise is fulfilled. If it fails,
	 * or the channel is closed before, the attempt has failed. Called the first time in
	 * {@link io.netty.channel.ChannelInitializer#initChannel initChannel},
	 * {@link io.netty.channel.ChannelInboundHandler#channelActive channelActive}, or with
	 * TLS at the latest when the handshake of TLS is reported; later calls return the
	 * same promise.
	 * @param channel the channel
	 * @return the promise, to be fulfilled by a handler of the application
	 */
	public static Promise<Void> handshake(Channel channel) {
		Attribute<Promise<Void>> attribute = channel.attr(HANDSHAKE);
		Promise<Void> declared = attribute.get();
		if (declared != null) {
			return declared;
		}
		Promise<Void> promise = channel.eventLoop().newPromise();
		Promise<Void> earlier = attribute.setIfAbsent(promise);
		return (earlier != null) ? earlier : promise;
	}

	static @Nullable Promise<Void> declaredHandshake(Channel channel) {
		return channel.hasAttr(HANDSHAKE) ? channel.attr(HANDSHAKE).get() : null;
	}

	/**
	 * Closes a channel, and waits until it is closed, so that a peer that allows one
	 * connection does not see the next one earlier.
	 */
	private static void close(Channel channel) throws InterruptedException {
		if (channel.closeFuture().isDone()) {
			// Lost. Closing it again would hold this thread until the event loop has
			// time.
			return;
		}
		ChannelFuture closing = channel.close();
		if (channel.eventLoop().inEventLoop() || closing.await(CLOSE_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
			return;
		}
		// A handler holds it up. This does not ask the handlers.
		channel.eventLoop().execute(() -> channel.unsafe().close(channel.voidPromise()));
	}

	ChannelHandler handler() {
		return this.handler;
	}

	EventLoops eventLoops() {
		return this.eventLoops;
	}

	ChannelFactory<? extends Channel> channelFactory() {
		return this.channelFactory;
	}

	SSLContext sslContext() {
		return (this.sslContext != null) ? this.sslContext.get() : ClientTls.defaultContext();
	}

	byte @Nullable [] probe() {
		return this.probe;
	}

	/**
	 * A builder of connectors. Not thread-safe.
	 */
	public static final class Builder {

		private final ChannelHandler handler;

		private @Nullable EventLoopGroup eventLoopGroup;

		private ChannelFactory<? extends Channel> channelFactory = NioSocketChannel::new;

		private @Nullable Supplier<SSLContext> sslContext;

		private byte @Nullable [] probe;

		private Builder(ChannelHandler handler) {
			Objects.requireNonNull(handler, "handler");
			boolean sharable = handler instanceof ChannelHandlerAdapter adapter ? adapter.isSharable()
					: handler.getClass().isAnnotationPresent(Sharable.class);
			if (!sharable) {
				throw new IllegalArgumentException(("%s is not @Sharable, so it can be added to one channel only,"
						+ " but each attempt needs a channel: supply a ChannelInitializer that adds a new instance"
						+ " to each channel")
					.formatted(handler.getClass().getName()));
			}
			this.handler = handler;
		}

		/**
		 * Sets the event loops. By default, all connections share a group of daemon
		 * threads, as many as there are processors.
		 * @param eventLoopGroup the event loops, which the application shuts down
		 * @return this builder
		 */
		public Builder eventLoopGroup(EventLoopGroup eventLoopGroup) {
			this.eventLoopGroup = Objects.requireNonNull(eventLoopGroup, "eventLoopGroup");
			return this;
		}

		/**
		 * Sets how channels are created, for event loops of another transport than NIO.
		 * @param channelFactory creates channels, such as {@code EpollSocketChannel::new}
		 * @return this builder
		 */
		public Builder channelFactory(ChannelFactory<? extends Channel> channelFactory) {
			this.channelFactory = Objects.requireNonNull(channelFactory, "channelFactory");
			return this;
		}

		/**
		 * Sets the supplier of the SSL context, which is asked at each attempt. By
		 * default, it is the default of the JVM.
		 * @param sslContext the supplier
		 * @return this builder
		 */
		public Builder sslContext(Supplier<SSLContext> sslContext) {
			this.sslContext = Objects.requireNonNull(sslContext, "sslContext");
			return this;
		}

		/**
		 * Sets what is sent to a peer that has been silent for the interval of the
		 * keep-alive, so that it answers: a ping of the protocol. It is sent past the
		 * handlers of the application.
		 * @param probe the bytes to send
		 * @return this builder
		 */
		public Builder probe(byte[] probe) {
			this.probe = probe.clone();
			return this;
		}

		/**
		 * Builds the connector.
		 * @return the connector
		 */
		public Connector<Channel> build() {
			NettyConnector connector = connector();
			return Connector.async((attempt) -> NettyAttempt.start(connector, attempt), NettyConnector::close);
		}

		NettyConnector connector() {
			return new NettyConnector(this);
		}

	}

}
