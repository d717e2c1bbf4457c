package io.connectionmanager.jdk;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.ConnectionLostException;
import io.connectionmanager.FailureKind;
import io.connectionmanager.connector.ListenerCalls;

/**
 * One attempt and its connection: stands between the client and the listener of the
 * application, and reports to the manager.
 * <p>
 * The client reads nothing, not even a pong or a close frame, while a call of the
 * listener has not returned or the listener has requested no further message. Silence
 * then says nothing about the server, so the number of requested messages is counted, and
 * the server is only judged while the client reads.
 */
final class WebSocketLink implements WebSocket.Listener {

	/**
	 * How long the closing handshake may take, and before it a call of the listener: half
	 * of the grace of the manager.
	 */
	private static final long CLOSE_MILLIS = 500;

	/** The first half of the payload of our pings: "conn". */
	private static final int PING_MARK = 0x636F6E6E;

	private final ConnectionAttempt attempt;

	private final WebSocket.Listener listener;

	private final boolean subprotocolRequired;

	private final ManagedWebSocket socket;

	/** How many messages the listener has requested and not received. */
	private final AtomicLong demand = new AtomicLong();

	/**
	 * Completes when the last call of the listener has returned, so that the next
	 * connection normally begins after it.
	 */
	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private final ListenerCalls calls = new ListenerCalls();

	private volatile boolean awaitingPong;

	private int pings;

	// Written while holding the monitor.

	private volatile @Nullable WebSocket raw;

	/** Whether the manager has closed it: the listener hears nothing more. */
	private volatile boolean closed;

	private @Nullable CompletableFuture<WebSocket> handshake;

	WebSocketLink(ConnectionAttempt attempt, WebSocket.Listener listener, boolean subprotocolRequired,
			int maxPendingSends) {
		this.attempt = attempt;
		this.listener = listener;
		this.subprotocolRequired = subprotocolRequired;
		this.socket = new ManagedWebSocket(this, maxPendingSends);
	}

	ManagedWebSocket socket() {
		return this.socket;
	}

	@Nullable WebSocket raw() {
		return this.raw;
	}

	void opening(CompletableFuture<WebSocket> handshake, Executor executor) {
		boolean tooLate;
		synchronized (this) {
			tooLate = this.closed;
			if (this.raw == null) {
				this.handshake = handshake;
			}
		}
		if (tooLate) {
			handshake.cancel(true);
		}
		// The client would go on in the common pool, where the application may block.
		handshake.whenCompleteAsync((opened, failure) -> {
			if (failure != null) {
				lost(HttpFailures.of(failure));
			}
		}, executor);
	}

	@Override
	public void onOpen(WebSocket webSocket) {
		synchronized (this) {
			this.raw = webSocket;
			this.handshake = null;
		}
		if (this.closed) {
			webSocket.abort();
			return;
		}
		if (this.subprotocolRequired && webSocket.getSubprotocol().isEmpty()) {
			webSocket.abort();
			lost(new ConnectionFailedException(FailureKind.PROTOCOL, "The server accepts none of the subprotocols",
					null));
			return;
		}
		if (!webSocket.getSubprotocol().isEmpty()) {
			this.attempt.detail("subprotocol", webSocket.getSubprotocol());
		}
		this.attempt.keepAlive(this::probe);
		this.attempt.connected();
		if (this.calls.begin()) {
			try {
				this.listener.onOpen(this.socket);
			}
			finally {
				this.calls.finish();
			}
		}
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		return received(() -> this.listener.onText(this.socket, data, last));
	}

	@Override
	public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
		return received(() -> this.listener.onBinary(this.socket, data, last));
	}

	@Override
	public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
		return received(() -> this.listener.onPing(this.socket, message));
	}

	/** The listener is not to be surprised by answers to pings that are not its own. */
	@Override
	public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
		if (message.remaining() != Long.BYTES || message.getInt(message.position()) != PING_MARK) {
			return received(() -> this.listener.onPong(this.socket, message));
		}
		heard();
		// In place of the request that the client has used up for it.
		webSocket.request(1);
		return null;
	}

	private @Nullable CompletionStage<?> received(Call call) {
		if (this.closed || !this.calls.begin()) {
			return null;
		}
		try {
			this.demand.decrementAndGet();
			heard();
			return call.run();
		}
		finally {
			this.calls.finish();
		}
	}

	private void heard() {
		this.awaitingPong = false;
		this.attempt.alive();
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		this.awaitingPong = false;
		boolean closed = this.closed;
		try {
			this.attempt.disconnected(CloseCodes.toFailure(statusCode, reason));
			return closed ? null : this.listener.onClose(this.socket, statusCode, reason);
		}
		finally {
			this.ended.complete(null);
		}
	}

	@Override
	public void onError(WebSocket webSocket, Throwable error) {
		boolean closed = this.closed;
		try {
			this.attempt.disconnected(HttpFailures.of(error));
			if (!closed) {
				this.listener.onError(this.socket, error);
			}
		}
		finally {
			this.ended.complete(null);
		}
	}

	void abortedByApplication() {
		lost(new ConnectionLostException("The application aborted the connection"));
		abort();
	}

	private void lost(Throwable cause) {
		this.ended.complete(null);
		this.attempt.disconnected(cause);
	}

	void request(long n) {
		if (n <= 0) {
			throw new IllegalArgumentException("The number of requested messages must be positive, but is " + n);
		}
		// Before the client knows, because it may call the listener at once.
		this.demand.accumulateAndGet(n, (one, other) -> (one + other < 0) ? Long.MAX_VALUE : one + other);
		WebSocket raw = this.raw;
		if (raw != null) {
			raw.request(n);
		}
	}

	/**
	 * Provokes a pong, unless the client could not read it.
	 */
	private void probe() {
		if (this.calls.isUnderWay() || this.demand.get() <= 0) {
			this.attempt.alive();
			return;
		}
		ByteBuffer ping = ByteBuffer.allocate(Long.BYTES).putInt(PING_MARK).putInt(this.pings++).flip();
		this.awaitingPong = true;
		this.socket.sendPing(ping).whenComplete((sent, failure) -> {
			if (failure instanceof IOException) {
				lost(HttpFailures.of(failure));
			}
		});
	}

	/**
	 * Closes the connection with a closing handshake if the server is there, or cancels
	 * the opening one.
	 * @throws InterruptedException if the caller was interrupted
	 */
	void close() throws InterruptedException {
		boolean lost = this.ended.isDone();
		WebSocket raw = end();
		try {
			if (!lost) {
				this.calls.end(Duration.ofMillis(CLOSE_MILLIS));
			}
			if (raw != null && !this.awaitingPong) {
				closeHandshake(raw);
			}
		}
		finally {
			abort();
		}
	}

	private void closeHandshake(WebSocket raw) throws InterruptedException {
		CompletableFuture<?> sent = this.socket.sendClose(WebSocket.NORMAL_CLOSURE, "").handle((it, failure) -> null);
		// Whatever comes before the close frame of the server is discarded.
		raw.request(Long.MAX_VALUE);
		try {
			CompletableFuture.allOf(sent, this.ended).get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			// Aborted instead.
		}
	}

	/**
	 * Ends whatever there is, at once.
	 */
	void abandon() {
		end();
		abort();
	}

	private @Nullable WebSocket end() {
		CompletableFuture<WebSocket> handshake;
		synchronized (this) {
			this.closed = true;
			handshake = this.handshake;
			this.handshake = null;
		}
		if (handshake != null) {
			handshake.cancel(true);
		}
		return this.raw;
	}

	private void abort() {
		this.socket.failSends(new IOException("The connection is closed"));
		WebSocket raw = this.raw;
		if (raw != null) {
			raw.abort();
		}
	}

	@Override
	public String toString() {
		return this.attempt.toString();
	}

	@FunctionalInterface
	private interface Call {

		@Nullable CompletionStage<?> run();

	}

}
