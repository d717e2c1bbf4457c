package io.connectionmanager.benchmarks.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Recoverable;
import com.rabbitmq.client.RecoverableConnection;
import com.rabbitmq.client.RecoveryListener;

/**
 * RabbitMQ's Java client, with its automatic recovery.
 */
final class RabbitClient implements Peer {

	private final ConnectionFactory factory = new ConnectionFactory();

	RabbitClient(Duration delay) {
		this.factory.setAutomaticRecoveryEnabled(true);
		this.factory.setNetworkRecoveryInterval(delay.toMillis());
		this.factory.setShutdownTimeout(1);
	}

	@Override
	public AutoCloseable open(InetSocketAddress server, Watch watch) throws IOException, TimeoutException {
		RecoverableConnection connection;
		synchronized (this.factory) {
			this.factory.setHost(server.getAddress().getHostAddress());
			this.factory.setPort(server.getPort());
			connection = (RecoverableConnection) this.factory.newConnection();
		}
		connection.addShutdownListener((cause) -> watch.down());
		connection.addRecoveryListener(new RecoveryListener() {

			@Override
			public void handleRecovery(Recoverable recovered) {
				watch.up();
			}

			@Override
			public void handleRecoveryStarted(Recoverable recovering) {
			}

		});
		watch.up();
		return () -> connection.abort();
	}

	@Override
	public void close() {
	}

}
