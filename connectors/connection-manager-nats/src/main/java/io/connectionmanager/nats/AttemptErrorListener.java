package io.connectionmanager.nats;

import java.util.function.Consumer;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.support.Status;

/**
 * Reports failures to the attempt at once, and forwards everything to the listener of the
 * application, which may block.
 */
final class AttemptErrorListener implements ErrorListener {

	private final NatsAttempt attempt;

	private final Consumer<Consumer<ErrorListener>> delegate;

	/**
	 * Creates the listener.
	 * @param attempt the attempt
	 * @param delegate calls the listener of the application, in order, on another thread
	 */
	AttemptErrorListener(NatsAttempt attempt, Consumer<Consumer<ErrorListener>> delegate) {
		this.attempt = attempt;
		this.delegate = delegate;
	}

	NatsAttempt attempt() {
		return this.attempt;
	}

	@Override
	public void errorOccurred(Connection connection, String error) {
		this.attempt.serverError(error);
		this.delegate.accept((it) -> it.errorOccurred(connection, error));
	}

	@Override
	public void exceptionOccurred(Connection connection, Exception exception) {
		this.attempt.failed(exception);
		this.delegate.accept((it) -> it.exceptionOccurred(connection, exception));
	}

	@Override
	public void slowConsumerDetected(Connection connection, io.nats.client.Consumer consumer) {
		this.delegate.accept((it) -> it.slowConsumerDetected(connection, consumer));
	}

	@Override
	public void messageDiscarded(Connection connection, Message message) {
		this.delegate.accept((it) -> it.messageDiscarded(connection, message));
	}

	@Override
	public void heartbeatAlarm(Connection connection, JetStreamSubscription subscription, long lastStreamSequence,
			long lastConsumerSequence) {
		this.delegate
			.accept((it) -> it.heartbeatAlarm(connection, subscription, lastStreamSequence, lastConsumerSequence));
	}

	@Override
	public void unhandledStatus(Connection connection, JetStreamSubscription subscription, Status status) {
		this.delegate.accept((it) -> it.unhandledStatus(connection, subscription, status));
	}

	@Override
	public void pullStatusWarning(Connection connection, JetStreamSubscription subscription, Status status) {
		this.delegate.accept((it) -> it.pullStatusWarning(connection, subscription, status));
	}

	@Override
	public void pullStatusError(Connection connection, JetStreamSubscription subscription, Status status) {
		this.delegate.accept((it) -> it.pullStatusError(connection, subscription, status));
	}

	@Override
	public void flowControlProcessed(Connection connection, JetStreamSubscription subscription, String subject,
			FlowControlSource source) {
		this.delegate.accept((it) -> it.flowControlProcessed(connection, subscription, subject, source));
	}

	@Override
	public void socketWriteTimeout(Connection connection) {
		this.delegate.accept((it) -> it.socketWriteTimeout(connection));
	}

}
