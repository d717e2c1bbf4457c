package io.connectionmanager.sample.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a client has asked for, and the protocol that it speaks, which its first line
 * tells.
 *
 * @param topic the topic
 * @param protocol the protocol
 */
record PriceRequest(String topic, PriceProtocol protocol) {

	private static final int LONGEST_LINE = 8_192;

	private static final int MOST_LINES = 100;

	private static final String KEY = "sec-websocket-key:";

	/**
	 * Reads the request of a client.
	 * @param socket the connection
	 * @return the request
	 */
	static PriceRequest read(Socket socket) throws IOException {
		InputStream in = socket.getInputStream();
		OutputStream out = socket.getOutputStream();
		String line = readLine(in);
		if (!line.startsWith("GET ")) {
			String topic = line.replaceFirst("^SUBSCRIBE ", "");
			return new PriceRequest(topic, new LineProtocol(out, topic));
		}
		String topic = line.replaceFirst("^GET /?([^ ?]*).*", "$1");
		List<String> headers = new ArrayList<>();
		for (String header = readLine(in); !header.isEmpty(); header = readLine(in)) {
			headers.add(header);
			if (headers.size() > MOST_LINES) {
				throw new IOException("The request has too many headers");
			}
		}
		for (String header : headers) {
			if (header.toLowerCase(Locale.ROOT).startsWith(KEY)) {
				return new PriceRequest(topic, new WebSocketProtocol(socket, header.substring(KEY.length()).trim()));
			}
		}
		return new PriceRequest(topic, new EventStreamProtocol(out));
	}

	// Byte by byte: what follows the last line belongs to the protocol.
	private static String readLine(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
			line.append((char) next);
			if (line.length() > LONGEST_LINE) {
				throw new IOException("The request has a line that is too long");
			}
		}
		byte[] bytes = line.toString().getBytes(StandardCharsets.ISO_8859_1);
		return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
	}

}
