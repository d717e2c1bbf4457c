package io.connectionmanager.jdk;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Records what it hears, and requests the next message each time.
 */
class RecordingWebSocketListener implements WebSocket.Listener {

	final List<String> heard = new CopyOnWriteArrayList<>();

	private StringBuilder text = new StringBuilder();

	@Override
	public void onOpen(WebSocket webSocket) {
		this.text = new StringBuilder();
		this.heard.add("open");
		webSocket.request(1);
	}

	@Override
	public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			this.heard.add("text " + this.text);
			this.text = new StringBuilder();
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
		this.heard.add("pong of " + message.remaining());
		webSocket.request(1);
		return null;
	}

	@Override
	public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		this.heard.add("close " + statusCode);
		return null;
	}

	@Override
	public void onError(WebSocket webSocket, Throwable error) {
		this.heard.add("error");
	}

}
