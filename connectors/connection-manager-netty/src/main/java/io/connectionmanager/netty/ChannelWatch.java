package io.connectionmanager.netty;

import java.io.EOFException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.ConnectionSettings.KeepAlive;
import io.connectionmanager.FailureKind;
import io.connectionmanager.connector.TcpKeepAlive;

/**
 * Watches the channel of an attempt: completes the attempt when the channel is ready,
 * reports signs of life, and reports the loss with the failure that led to it. Sits
 * between TLS and the handlers of the application, which it installs. Runs on the event
 * loop, except for the {@link #probe() probe}.
 */
final class ChannelWatch extends ChannelDuplexHandler implements ChannelFutureListener {

	private final NettyConnector connector;

	private final ConnectionAttempt attempt;

	/** Set until TLS is established. */
	private @Nullable SslHandler ssl;

	/** Set until the channel is ready. */
	private @Nullable CompletableFuture<Channel> ready;

	private @Nullable Throwable failure;

	private boolean closedByApplication;

	private volatile Demand demand = Demand.NONE;

	private volatile @Nullable ChannelHandlerContext context;

	ChannelWatch(NettyConnector connector, ConnectionAttempt attempt, @Nullable SslHandler ssl,
			CompletableFuture<Channel> ready) {
		this.connector = connector;
		this.attempt = attempt;
		this.ssl = ssl;
		this.ready = ready;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
		try {
			enableTcpKeepAlive(context.channel(), this.attempt.settings().keepAlive());
			if (this.ssl != null) {
				context.pipeline().addBefore(context.name(), null, this.ssl);
			}
			context.pipeline().addLast(this.connector.handler(), UncaughtFailureHandler.INSTANCE);
		}
		catch (Exception ex) {
			fail(context, ex);
		}
	}

	/** Options that the platform does not have are ignored. */
	private static void enableTcpKeepAlive(Channel channel, KeepAlive settings) {
		channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
		if (settings.enabled() && channel instanceof NioSocketChannel) {
			TcpKeepAlive.options(settings)
				.forEach((option, value) -> channel.config().setOption(NioChannelOption.of(option), value));
		}
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		// First the application, which may declare a handshake of its own here.
		context.fireChannelActive();
		if (this.ssl == null) {
			established(context);
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		context.fireUserEventTriggered(event);
		if (this.ssl != null && event instanceof SslHandshakeCompletionEvent completion) {
			this.ssl = null;
			if (completion.isSuccess()) {
				established(context);
			}
			else {
				fail(context, completion.cause());
			}
		}
	}

	private void established(ChannelHandlerContext context) {
		Future<?> handshake = NettyConnector.declaredHandshake(context.channel());
		if (handshake == null) {
			ready(context);
		}
		else {
			handshake.addListener((done) -> {
				if (done.isSuccess()) {
					ready(context);
				}
				else {
					fail(context, done.cause());
				}
			});
		}
	}

	private void ready(ChannelHandlerContext context) {
		CompletableFuture<Channel> ready = this.ready;
		if (ready != null && context.channel().isActive()) {
			this.ready = null;
			this.attempt.keepAlive(this::probe);
			ready.complete(context.channel());
		}
	}

	private void fail(ChannelHandlerContext context, Throwable cause) {
		failed(cause);
		context.close();
	}

	/** The first failure is the cause, and the others are its consequences. */
	void failed(Throwable cause) {
		if (this.failure == null) {
			this.failure = cause;
		}
	}

	/** The failure of an attempt that did not get as far as a connected channel. */
	Throwable connectFailure(Throwable cause) {
		if (this.failure != null) {
			return this.failure;
		}
		boolean closedEarly = this.closedByApplication && cause instanceof ClosedChannelException;
		return closedEarly
				? new ConnectionFailedException(FailureKind.OTHER,
						"The channel was closed before it was connected, by its initializer or a handler", cause)
				: cause;
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		failed(cause);
		context.fireExceptionCaught(cause);
	}

	@Override
	public void close(ChannelHandlerContext context, ChannelPromise promise) {
		this.closedByApplication = true;
		context.close(promise);
	}

	/** Called when a channel that was connected has been closed. */
	@Override
	public void operationComplete(ChannelFuture closed) {
		this.connector.eventLoops().release();
		CompletableFuture<Channel> ready = this.ready;
		if (ready == null) {
			this.attempt.disconnected(causeOfLoss());
			return;
		}
		this.ready = null;
		Throwable cause = causeOfLoss();
		ready.completeExceptionally(
				(cause != null) ? cause : new EOFException("The peer closed the connection before it was ready"));
	}

	private @Nullable Throwable causeOfLoss() {
		if (this.failure != null || !this.closedByApplication) {
			return this.failure;
		}
		return new ConnectionFailedException(FailureKind.REQUESTED, "A handler of the application closed the channel",
				null);
	}

	@Override
	public void read(ChannelHandlerContext context) {
		this.demand = context.channel().config().isAutoRead() ? Demand.AUTOMATIC : Demand.EXPLICIT;
		context.read();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		this.demand = Demand.NONE;
		this.attempt.alive();
		context.fireChannelRead(message);
	}

	/**
	 * Provokes a sign of life. While the application does not read, the silence says
	 * nothing about the peer.
	 */
	private void probe() {
		ChannelHandlerContext context = this.context;
		if (context == null || !isReading(context)) {
			this.attempt.alive();
			return;
		}
		byte[] bytes = this.connector.probe();
		if (bytes != null && context.channel().isWritable()) {
			context.writeAndFlush(Unpooled.wrappedBuffer(bytes));
		}
	}

	private boolean isReading(ChannelHandlerContext context) {
		return switch (this.demand) {
			case NONE -> false;
			case EXPLICIT -> true;
			// A read that is under way when automatic reading is switched off is
			// suspended.
			case AUTOMATIC -> context.channel().config().isAutoRead();
		};
	}

	/** Whether the application waits for data, and who asked for them. */
	private enum Demand {

		NONE, AUTOMATIC, EXPLICIT

	}

}
