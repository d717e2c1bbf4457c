package io.connectionmanager.connector;

import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;

import jdk.net.ExtendedSocketOptions;

import io.connectionmanager.ConnectionSettings.KeepAlive;

/**
 * The times of the keep-alive of TCP, in addition to
 * {@link java.net.StandardSocketOptions#SO_KEEPALIVE SO_KEEPALIVE}. It notices a dead
 * host even while the application reads nothing, and keeps the connection known to
 * firewalls.
 */
public final class TcpKeepAlive {

	private static final int PROBES = 3;

	private TcpKeepAlive() {
	}

	/**
	 * Returns the options that make TCP notice a dead host within about the interval plus
	 * the timeout of a connection. A platform need not support them.
	 * @param settings the keep-alive of the connection
	 * @return the values by option; empty if this JVM has no such options
	 */
	public static Map<SocketOption<Integer>, Integer> options(KeepAlive settings) {
		try {
			return Map.of(ExtendedSocketOptions.TCP_KEEPIDLE, seconds(settings.interval()),
					ExtendedSocketOptions.TCP_KEEPINTERVAL, seconds(settings.timeout().dividedBy(PROBES)),
					ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
		}
		catch (NoClassDefFoundError ex) {
			// A runtime image may lack the module jdk.net.
			return Map.of();
		}
	}

	/** The range that operating systems accept. */
	private static int seconds(Duration duration) {
		return (int) Math.max(1, Math.min(Short.MAX_VALUE, duration.toSeconds()));
	}

}
