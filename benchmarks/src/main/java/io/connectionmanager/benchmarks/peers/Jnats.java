package io.connectionmanager.benchmarks.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;

/**
 * The NATS client.
 */
final class Jnats implements Peer {

	private final Duration delay;

	Jnats(Duration delay) {
		this.delay = delay;
	}

	@Override
	public AutoCloseable open(InetSocketAddress server, Watch watch) throws IOException, InterruptedException {
		Options options = Options.builder()
			.server("nats://" + server.getAddress().getHostAddress() + ":" + server.getPort())
			.maxReconnects(-1)
			.reconnectWait(this.delay)
			.reconnectJitter(Duration.ZERO)
			.errorListener(new ErrorListener() {
			})
			.connectionListener((connection, event) -> {
				switch (event) {
					case CONNECTED, RECONNECTED -> watch.up();
					case DISCONNECTED -> watch.down();
					default -> {
					}
				}
			})
			.build();
		return Nats.connect(options);
	}

	@Override
	public void close() {
	}

}
