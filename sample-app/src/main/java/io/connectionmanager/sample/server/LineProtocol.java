package io.connectionmanager.sample.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Lines over plain TCP, as a client that sends {@code SUBSCRIBE prices} gets them.
 */
final class LineProtocol implements PriceProtocol {

	private final OutputStream out;

	private final String topic;

	LineProtocol(OutputStream out, String topic) {
		this.out = out;
		this.topic = topic;
	}

	@Override
	public void welcome() throws IOException {
		send("WELCOME " + this.topic);
	}

	@Override
	public void send(String line) throws IOException {
		this.out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public void heartbeat() throws IOException {
		send("HEARTBEAT");
	}

	@Override
	public void refuse(String reason) throws IOException {
		send("ERROR " + reason);
	}

}
