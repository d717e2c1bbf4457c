package io.connectionmanager.netty;

import java.lang.reflect.Type;
import java.util.Set;

import io.netty.channel.Channel;

import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;

/**
 * Creates connectors for {@code netty} and {@code nettys} URLs: TCP without and with TLS.
 * The application supplies a {@link io.netty.channel.ChannelInitializer}, or a
 * {@link io.netty.channel.ChannelHandler} that is sharable, and optionally an
 * {@link io.netty.channel.EventLoopGroup}.
 *
 * @see NettyConnector
 */
public final class NettyConnectorFactory implements ConnectorFactory<Channel> {

	@Override
	public Set<String> schemes() {
		return Set.of(NettyAttempt.SCHEME, NettyAttempt.TLS_SCHEME);
	}

	@Override
	public Type connectionType() {
		return Channel.class;
	}

	@Override
	public Set<String> options() {
		return Set.of(ProbeOption.NAME);
	}

	@Override
	public Connector<Channel> create(ConnectorContext context) {
		return NettyConnector.of(context);
	}

}
