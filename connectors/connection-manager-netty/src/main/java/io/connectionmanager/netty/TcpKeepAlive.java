package io.connectionmanager.netty;

import java.net.SocketOption;
import java.time.Duration;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import jdk.net.ExtendedSocketOptions;

import io.connectionmanager.ConnectionSettings.KeepAlive;

/**
 * The keep-alive of TCP. It also notices a dead host while the application reads nothing,
 * and keeps the connection known to firewalls.
 */
final class TcpKeepAlive {

	private static final int PROBES = 3;

	private TcpKeepAlive() {
	}

	static void enable(Channel channel, KeepAlive settings) {
		channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
		if (settings.enabled() && channel instanceof NioSocketChannel) {
			set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, seconds(settings.interval()));
			set(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, seconds(settings.timeout().dividedBy(PROBES)));
			set(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
		}
	}

	/** Does nothing where the platform does not have the option. */
	private static void set(Channel channel, SocketOption<Integer> option, int value) {
		channel.config().setOption(NioChannelOption.of(option), value);
	}

	/** The range that operating systems accept. */
	private static int seconds(Duration duration) {
		return (int) Math.max(1, Math.min(32_767, duration.toSeconds()));
	}

}
