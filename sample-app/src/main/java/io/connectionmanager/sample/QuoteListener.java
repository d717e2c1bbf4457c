package io.connectionmanager.sample;

import java.net.ProtocolException;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Receives the quotes. Everything else about their connection is one line in
 * {@code application.yml}.
 */
@Component
class QuoteListener implements WebSocket.Listener {

	private final PriceBoard board;

	private final StringBuilder message = new StringBuilder();

	QuoteListener(PriceBoard board) {
		this.board = board;
	}

	@Override
	public void onOpen(WebSocket socket) {
		this.message.setLength(0);
		socket.request(1);
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
		this.message.append(part);
		if (last) {
			String line = this.message.toString();
			this.message.setLength(0);
			show(line);
		}
		socket.request(1);
		return null;
	}

	private void show(String line) {
		try {
			this.board.show("quotes", Price.parse(line));
		}
		catch (ProtocolException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

}
