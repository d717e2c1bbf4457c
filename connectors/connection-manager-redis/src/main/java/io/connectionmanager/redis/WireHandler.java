package io.connectionmanager.redis;

import java.util.function.Consumer;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.FailureKind;

/**
 * Watches the channel of a connection, after decryption. Confined to its event loop.
 */
final class WireHandler extends ChannelInboundHandlerAdapter {

	private final Runnable alive;

	private final Consumer<Throwable> failed;

	private @Nullable Throwable cause;

	WireHandler(Runnable alive, Consumer<Throwable> failed) {
		this.alive = alive;
		this.failed = failed;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		this.alive.run();
		context.fireChannelRead(message);
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
			this.failed.accept(handshake.cause());
		}
		context.fireUserEventTriggered(event);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (this.cause == null) {
			this.cause = cause;
		}
		context.fireExceptionCaught(cause);
	}

	/** Passed on first: why a handshake failed, the client library knows better. */
	@Override
	public void channelInactive(ChannelHandlerContext context) {
		context.fireChannelInactive();
		this.failed.accept((this.cause != null) ? this.cause
				: new ConnectionFailedException(FailureKind.CLOSED_BY_PEER, "The server closed the connection", null));
	}

}
