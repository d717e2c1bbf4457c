package io.connectionmanager.netty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import javax.net.ssl.SSLContext;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.connector.ClientTls;
import io.connectionmanager.connector.ServerAddress;

/**
 * One attempt, which tries the addresses of the endpoint one after another. Each of them
 * has an equal share of the timeout, so that one that does not answer leaves time for the
 * others.
 */
final class NettyAttempt {

	static final String SCHEME = "netty";

	static final String TLS_SCHEME = "nettys";

	private final NettyConnector connector;

	private final ConnectionAttempt attempt;

	private final ServerAddress server;

	private final List<InetAddress> addresses;

	private final @Nullable SSLContext sslContext;

	private final CompletableFuture<Channel> ready = new CompletableFuture<>();

	/** The channel of the address that is tried now. Guarded by this object. */
	private @Nullable Channel channel;

	/** Guarded by this object. */
	private boolean abandoned;

	NettyAttempt(NettyConnector connector, ConnectionAttempt attempt, ServerAddress server, List<InetAddress> addresses,
			@Nullable SSLContext sslContext) {
		this.connector = connector;
		this.attempt = attempt;
		this.server = server;
		this.addresses = addresses;
		this.sslContext = sslContext;
	}

	static CompletionStage<Channel> start(NettyConnector connector, ConnectionAttempt attempt) throws Exception {
		ServerAddress server = server(attempt.requireEndpoint());
		SSLContext sslContext = server.tls() ? connector.sslContext() : null;
		return new NettyAttempt(connector, attempt, server, server.resolve(), sslContext).start();
	}

	/** Rejects a URL that no attempt can connect to. */
	static ServerAddress server(URI url) {
		return ServerAddress.of(url, SCHEME, TLS_SCHEME);
	}

	CompletionStage<Channel> start() {
		this.attempt.onAbandoned(this::abandon);
		connect(0);
		return this.ready;
	}

	private void connect(int index) {
		ChannelWatch watch = new ChannelWatch(this.connector, this.attempt, sslHandler(), this.ready);
		ChannelFuture connecting = new Bootstrap().group(this.connector.eventLoops().acquire())
			.channelFactory(this.connector.channelFactory())
			.disableResolver()
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectTimeoutMillis())
			.handler(watch)
			.connect(new InetSocketAddress(this.addresses.get(index), this.server.port()));
		setChannel(connecting.channel());
		connecting.addListener((done) -> {
			if (done.isSuccess()) {
				connecting.channel().closeFuture().addListener(watch);
				return;
			}
			this.connector.eventLoops().release();
			Throwable failure = watch.connectFailure(done.cause());
			if (index + 1 < this.addresses.size() && !isAbandoned()) {
				connect(index + 1);
			}
			else {
				this.ready.completeExceptionally(failure);
			}
		});
	}

	private int connectTimeoutMillis() {
		long share = this.attempt.timeout().toMillis() / this.addresses.size();
		return (int) Math.max(1, Math.min(Integer.MAX_VALUE, share));
	}

	private @Nullable SslHandler sslHandler() {
		if (this.sslContext == null) {
			return null;
		}
		SslHandler handler = new SslHandler(ClientTls.engine(this.sslContext, this.server.host(), this.server.port()));
		// Longer than the attempt, whose timeout is not a failure of TLS.
		handler.setHandshakeTimeoutMillis(2 * this.attempt.timeout().toMillis());
		handler.setCloseNotifyFlushTimeoutMillis(NettyConnector.CLOSE_GRACE.toMillis());
		return handler;
	}

	private synchronized boolean isAbandoned() {
		return this.abandoned;
	}

	private void setChannel(Channel channel) {
		synchronized (this) {
			this.channel = channel;
			if (!this.abandoned) {
				return;
			}
		}
		channel.close();
	}

	private void abandon() {
		Channel abandonedChannel;
		synchronized (this) {
			this.abandoned = true;
			abandonedChannel = this.channel;
		}
		if (abandonedChannel != null) {
			abandonedChannel.close();
		}
	}

}
