package io.connectionmanager.mqtt;

import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRejectedException;

/**
 * Watches the bytes of a connection, after decryption. Confined to the event loop of the
 * channel, except for {@link #ping()}.
 */
final class WireHandler extends ChannelInboundHandlerAdapter {

	private static final byte[] PINGREQ = { (byte) 0xC0, 0 };

	private static final int CONNACK = 0x20;

	/** With MQTT 5, a CONNACK is longer. */
	private static final int OLD_CONNACK_LENGTH = 2;

	private final Runnable alive;

	private final Consumer<Throwable> failed;

	private volatile @Nullable ChannelHandlerContext context;

	private boolean hasRead;

	WireHandler(Runnable alive, Consumer<Throwable> failed) {
		this.alive = alive;
		this.failed = failed;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	/**
	 * Sends a PINGREQ, which the broker answers whatever else it is doing. The client
	 * library sends one only at whole seconds of silence.
	 */
	void ping() {
		ChannelHandlerContext context = this.context;
		if (context != null) {
			context.writeAndFlush(Unpooled.wrappedBuffer(PINGREQ));
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!this.hasRead && message instanceof ByteBuf bytes) {
			this.hasRead = true;
			if (isOldConnAck(bytes)) {
				this.failed.accept(new ConnectionRejectedException("The broker does not support MQTT 5"));
			}
		}
		this.alive.run();
		context.fireChannelRead(message);
	}

	/** The client library would report a malformed packet. */
	private static boolean isOldConnAck(ByteBuf bytes) {
		int start = bytes.readerIndex();
		return bytes.readableBytes() >= 2 && bytes.getUnsignedByte(start) == CONNACK
				&& bytes.getUnsignedByte(start + 1) == OLD_CONNACK_LENGTH;
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
			this.failed.accept(handshake.cause());
		}
		context.fireUserEventTriggered(event);
	}

}
