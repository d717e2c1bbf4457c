package io.connectionmanager.sample.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Server-sent events, as a client gets them that sends {@code GET /quotes}.
 */
final class EventStreamProtocol implements PriceProtocol {

	private final OutputStream out;

	private long id;

	EventStreamProtocol(OutputStream out) {
		this.out = out;
	}

	@Override
	public void welcome() throws IOException {
		write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
				+ "Connection: close\r\n\r\n");
	}

	@Override
	public void send(String line) throws IOException {
		write("id: %d\ndata: %s\n\n".formatted(++this.id, line));
	}

	@Override
	public void heartbeat() throws IOException {
		write(": still here\n\n");
	}

	@Override
	public void refuse(String reason) throws IOException {
		write("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
	}

	private void write(String text) throws IOException {
		this.out.write(text.getBytes(StandardCharsets.UTF_8));
	}

}
