package io.connectionmanager.rabbitmq;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;

import io.connectionmanager.ConnectionAttempt;

/**
 * A connection to a broker, its signals and its end.
 */
final class BrokerConnection {

	/** Half of what the manager grants to closing before it makes the next attempt. */
	private static final int CLOSE_MILLIS = 500;

	private static final String BLOCKED = "blocked";

	private final ConnectionAttempt attempt;

	private final Connection connection;

	private final AttemptConnectionFactory factory;

	private volatile boolean probing;

	BrokerConnection(ConnectionAttempt attempt, Connection connection, AttemptConnectionFactory factory) {
		this.attempt = attempt;
		this.connection = connection;
		this.factory = factory;
	}

	void watch() {
		this.connection.addBlockedListener((reason) -> this.attempt.detail(BLOCKED, reason),
				() -> this.attempt.detail(BLOCKED, null));
		this.attempt.keepAlive(this::probe);
		// Called at once if the connection has already ended.
		this.connection.addShutdownListener((signal) -> this.attempt.disconnected(RabbitFailures.ofShutdown(signal)));
	}

	/**
	 * Provokes an answer, which the client reads before anyone else sees it. While the
	 * client does not read, because its consumers cannot keep up, no answer would mean
	 * nothing; and while the broker does not, because it is short of resources, its
	 * heartbeats go on.
	 */
	private void probe() throws IOException {
		if (!this.factory.frames().isReading()) {
			this.attempt.alive();
			return;
		}
		this.probing = true;
		Channel channel = this.connection.createChannel();
		this.probing = false;
		if (channel != null) {
			channel.abort();
		}
	}

	/**
	 * Takes leave of the broker, unless it is silent or does not read: then the farewell
	 * would wait in vain for a write that is under way.
	 */
	void close() {
		try {
			if (this.probing || !this.factory.frames().whileNobodyWrites(this::farewell, CLOSE_MILLIS)) {
				this.factory.abort();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.factory.abort();
			this.connection.abort((int) TimeUnit.MILLISECONDS.toMillis(CLOSE_MILLIS));
		}
	}

	private void farewell() {
		this.connection.abort(CLOSE_MILLIS);
	}

}
