package io.connectionmanager.jdk;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The WebSocket that an application uses: sends may overlap, and requests for messages
 * are counted. Messages and control frames have a queue each, so that a ping does not
 * wait behind messages.
 */
final class ManagedWebSocket implements WebSocket {

	/** The client completes pings and pongs at once unless the network is stuck. */
	private static final int MAX_PENDING_CONTROLS = 16;

	private final WebSocketLink link;

	private final SendQueue<WebSocket> messages;

	private final SendQueue<WebSocket> controls;

	ManagedWebSocket(WebSocketLink link, int maxPendingSends) {
		this.link = link;
		this.messages = new SendQueue<>(this, maxPendingSends);
		this.controls = new SendQueue<>(this, MAX_PENDING_CONTROLS);
	}

	WebSocketLink link() {
		return this.link;
	}

	@Override
	public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
		return this.messages.submit(() -> with((it) -> it.sendText(data, last)));
	}

	@Override
	public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
		return this.messages.submit(() -> with((it) -> it.sendBinary(data, last)));
	}

	@Override
	public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
		return this.controls.submit(() -> with((it) -> it.sendPing(message)));
	}

	@Override
	public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
		return this.controls.submit(() -> with((it) -> it.sendPong(message)));
	}

	/** After the messages that are waiting, even if there are too many. */
	@Override
	public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
		return this.messages.submitLast(() -> with((it) -> it.sendClose(statusCode, reason)));
	}

	private CompletableFuture<WebSocket> with(Function<WebSocket, CompletableFuture<WebSocket>> send) {
		WebSocket raw = this.link.raw();
		return (raw != null) ? send.apply(raw)
				: CompletableFuture.failedFuture(new IOException("The connection is not open yet"));
	}

	void failSends(IOException reason) {
		this.messages.close(reason);
		this.controls.close(reason);
	}

	@Override
	public void request(long n) {
		this.link.request(n);
	}

	@Override
	public String getSubprotocol() {
		WebSocket raw = this.link.raw();
		return (raw != null) ? raw.getSubprotocol() : "";
	}

	@Override
	public boolean isOutputClosed() {
		WebSocket raw = this.link.raw();
		return raw == null || raw.isOutputClosed();
	}

	@Override
	public boolean isInputClosed() {
		WebSocket raw = this.link.raw();
		return raw == null || raw.isInputClosed();
	}

	@Override
	public void abort() {
		this.link.abortedByApplication();
	}

	@Override
	public String toString() {
		return "WebSocket of " + this.link;
	}

}
