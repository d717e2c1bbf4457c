package io.connectionmanager.nats;

import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.support.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.Masking;

/**
 * The error listener if the application has none. That of the client writes everything to
 * {@code java.util.logging}, and so to the console. Failures of the connection are
 * reported by its manager; what is left here is what loses messages.
 */
final class LoggingErrorListener implements ErrorListener {

	private static final Logger logger = LoggerFactory.getLogger(NatsConnector.class);

	private final String connection;

	LoggingErrorListener(String connection) {
		this.connection = connection;
	}

	@Override
	public void errorOccurred(Connection connection, String error) {
		if (logger.isDebugEnabled()) {
			logger.debug("Connection '{}': {}", this.connection, Masking.standard().maskLine(error));
		}
	}

	@Override
	public void slowConsumerDetected(Connection connection, Consumer consumer) {
		warn("a consumer is too slow, and loses messages");
	}

	@Override
	public void messageDiscarded(Connection connection, Message message) {
		warn("a message was discarded, because too many wait to be sent");
	}

	@Override
	public void heartbeatAlarm(Connection connection, JetStreamSubscription subscription, long lastStreamSequence,
			long lastConsumerSequence) {
		warn("the heartbeat of a JetStream consumer is overdue");
	}

	@Override
	public void unhandledStatus(Connection connection, JetStreamSubscription subscription, Status status) {
		warn("unexpected status for a JetStream subscription: " + status);
	}

	@Override
	public void pullStatusError(Connection connection, JetStreamSubscription subscription, Status status) {
		warn("a JetStream pull failed: " + status);
	}

	private void warn(String text) {
		logger.warn("Connection '{}': {}", this.connection, Masking.standard().maskLine(text));
	}

}
