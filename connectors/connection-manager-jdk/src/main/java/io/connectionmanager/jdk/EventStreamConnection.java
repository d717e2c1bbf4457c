package io.connectionmanager.jdk;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionLostException;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.ConnectionUnusableException;
import io.connectionmanager.Masking;
import io.connectionmanager.connector.ListenerCalls;

/**
 * One attempt and its stream: receives the body of the answer, chunk by chunk, and
 * reports to the manager. The next chunk is requested when the listener has returned from
 * the events of this one.
 */
final class EventStreamConnection implements EventStream, BodySubscriber<Void>, EventStreamParser.Target {

	private static final Logger LOG = LoggerFactory.getLogger(EventStreamConnector.class);

	/** How long the listener may take when the connection is given up. */
	private static final Duration LISTENER_GRACE = Duration.ofMillis(500);

	private final ConnectionAttempt attempt;

	private final EventStreamListener listener;

	private final EventStreamPosition position;

	private final EventStreamParser parser;

	private final ListenerCalls calls = new ListenerCalls();

	/** Whether the listener may be at work, so that nothing is read. */
	private volatile boolean receiving;

	private volatile boolean ended;

	/** Whether the listener has failed before: only the first time is worth a warning. */
	private boolean listenerFailed;

	// Written while holding the monitor.

	private boolean ready;

	private @Nullable Future<?> request;

	private Flow.@Nullable Subscription subscription;

	EventStreamConnection(ConnectionAttempt attempt, EventStreamListener listener, EventStreamPosition position,
			int maxEventSize) {
		this.attempt = attempt;
		this.listener = listener;
		this.position = position;
		this.parser = new EventStreamParser(position.lastEventId(), maxEventSize, this);
	}

	// The attempt

	/**
	 * Sets the request that is under way, which is cancelled when the stream is closed.
	 * @param request the request
	 */
	void requesting(Future<?> request) {
		boolean tooLate;
		synchronized (this) {
			this.request = request;
			tooLate = this.ended;
		}
		if (tooLate) {
			request.cancel(true);
		}
	}

	/**
	 * Announces the stream, and begins to read it.
	 */
	void ready() {
		this.attempt.keepAlive(this::probe);
		this.attempt.connected();
		Flow.Subscription subscription;
		synchronized (this) {
			this.ready = true;
			this.request = null;
			subscription = this.subscription;
		}
		if (subscription != null) {
			subscription.request(1);
		}
	}

	/**
	 * Nothing can be sent on this stream: comments of the server are its signs of life.
	 */
	private void probe() {
		if (this.receiving) {
			this.attempt.alive();
		}
	}

	/**
	 * Ends the stream, whatever there is of it. Only the first reason counts: releasing
	 * the request makes the client report another one.
	 * @param failure the reason
	 */
	void failed(Throwable failure) {
		Future<?> request;
		Flow.Subscription subscription;
		synchronized (this) {
			if (this.ended) {
				return;
			}
			this.ended = true;
			request = this.request;
			subscription = this.subscription;
		}
		this.attempt.disconnected(this.position.withReconnectionTime(failure));
		if (request != null) {
			request.cancel(true);
		}
		if (subscription != null) {
			subscription.cancel();
		}
	}

	// The body

	@Override
	public CompletionStage<Void> getBody() {
		return CompletableFuture.completedStage(null);
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		boolean ready;
		synchronized (this) {
			this.subscription = subscription;
			ready = this.ready;
		}
		if (this.ended) {
			subscription.cancel();
		}
		else if (ready) {
			subscription.request(1);
		}
	}

	@Override
	public void onNext(List<ByteBuffer> chunks) {
		this.receiving = true;
		try {
			this.attempt.alive();
			for (ByteBuffer chunk : chunks) {
				this.parser.parse(chunk);
			}
		}
		catch (StreamEndedException ex) {
			return;
		}
		catch (Throwable ex) {
			failed(ex);
			return;
		}
		finally {
			this.receiving = false;
		}
		Flow.Subscription subscription;
		synchronized (this) {
			subscription = this.subscription;
		}
		if (subscription != null) {
			subscription.request(1);
		}
	}

	@Override
	public void onError(Throwable failure) {
		failed(HttpFailures.of(failure));
	}

	@Override
	public void onComplete() {
		failed(new ConnectionLostException("The server ended the event stream"));
	}

	// What is parsed

	@Override
	public void onEvent(ServerSentEvent event) {
		this.position.listenerLock().lock();
		try {
			onId(event.id());
			deliver(event);
		}
		catch (StreamEndedException | ConnectionUnusableException | ConnectionRejectedException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			logFailure(ex);
		}
		finally {
			this.position.listenerLock().unlock();
		}
	}

	private void deliver(ServerSentEvent event) {
		if (this.calls.begin()) {
			try {
				this.listener.onEvent(event);
			}
			finally {
				this.calls.finish();
			}
		}
	}

	private void logFailure(Throwable failure) {
		if (this.listenerFailed) {
			LOG.debug("The listener of connection '{}' has failed again", this.attempt.name(),
					Masking.standard().mask(failure));
			return;
		}
		this.listenerFailed = true;
		LOG.warn(
				"The listener of connection '{}' has failed; the next event is delivered nevertheless. "
						+ "Further failures on this stream are logged at DEBUG",
				this.attempt.name(), Masking.standard().mask(failure));
	}

	@Override
	public void onId(String id) {
		// Once the stream is closed, the next attempt may have read the ID.
		synchronized (this) {
			if (this.ended) {
				throw new StreamEndedException();
			}
			this.position.lastEventId(id);
		}
	}

	@Override
	public void onRetry(long millis) {
		this.position.reconnectionMillis(millis);
	}

	// The application and the manager

	@Override
	public boolean isOpen() {
		return !this.ended;
	}

	@Override
	public String lastEventId() {
		return this.position.lastEventId();
	}

	@Override
	public void close() {
		failed(new ConnectionLostException("The application closed the event stream"));
	}

	/**
	 * Closes the stream for the manager, which has left the attempt: it takes no notice
	 * of the reason. Unless the stream was lost, its listener must come to an end.
	 * @throws InterruptedException if the caller was interrupted
	 */
	void closeForManager() throws InterruptedException {
		boolean lost = this.ended;
		close();
		if (!lost) {
			this.calls.end(LISTENER_GRACE);
		}
	}

	@Override
	public String toString() {
		return "event stream of " + this.attempt;
	}

	/**
	 * Leaves the parser when the stream has ended.
	 */
	private static final class StreamEndedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		StreamEndedException() {
			super(null, null, false, false);
		}

	}

}
