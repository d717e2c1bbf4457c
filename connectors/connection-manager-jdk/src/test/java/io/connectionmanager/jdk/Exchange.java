package io.connectionmanager.jdk;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request and its answer, or a WebSocket, on a connection of a {@link ScriptedServer}.
 */
final class Exchange {

	private final Socket socket;

	private final DataInputStream in;

	private final OutputStream out;

	private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private String requestLine = "";

	Exchange(Socket socket) throws IOException {
		this.socket = socket;
		this.in = new DataInputStream(socket.getInputStream());
		this.out = socket.getOutputStream();
	}

	void readRequest() throws IOException {
		this.requestLine = readLine();
		for (String line = readLine(); !line.isEmpty(); line = readLine()) {
			String[] header = line.split(":", 2);
			this.headers.put(header[0].trim(), header[1].trim());
		}
	}

	private String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException();
			}
			if (next != '\r') {
				line.append((char) next);
			}
		}
		return line.toString();
	}

	Socket socket() {
		return this.socket;
	}

	String requestLine() {
		return this.requestLine;
	}

	Map<String, String> headers() {
		return this.headers;
	}

	void write(byte... bytes) throws IOException {
		this.out.write(bytes);
		this.out.flush();
	}

	void write(String text) throws IOException {
		write(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Answers with a status and headers, and ends the answer.
	 */
	void answer(int status, String... headers) throws IOException {
		head(status, headers);
		write("Content-Length: 0\r\nConnection: close\r\n\r\n");
	}

	private void head(int status, String... headers) throws IOException {
		write("HTTP/1.1 " + status + " Status\r\n");
		for (String header : headers) {
			write(header + "\r\n");
		}
	}

	/**
	 * Begins an event stream that ends with the connection.
	 */
	void beginEvents(String... headers) throws IOException {
		head(200, headers);
		write("Content-Type: text/event-stream\r\n\r\n");
	}

	/** Until the client has closed the connection. */
	void awaitEnd() throws IOException {
		while (this.in.read() >= 0) {
			// Discarded.
		}
	}

	// WebSocket

	void acceptWebSocket(String... headers) throws IOException {
		head(101, headers);
		write("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
				+ accept(this.headers.get("Sec-WebSocket-Key")) + "\r\n\r\n");
	}

	private static String accept(String key) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1")
				.digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
			return Base64.getEncoder().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Frame readFrame() throws IOException {
		int first = this.in.readUnsignedByte();
		int second = this.in.readUnsignedByte();
		long length = second & 0x7F;
		if (length == 126) {
			length = this.in.readUnsignedShort();
		}
		else if (length == 127) {
			length = this.in.readLong();
		}
		byte[] mask = new byte[4];
		this.in.readFully(mask);
		byte[] payload = new byte[(int) length];
		this.in.readFully(payload);
		for (int i = 0; i < payload.length; i++) {
			payload[i] ^= mask[i % 4];
		}
		return new Frame((first & 0x80) != 0, first & 0x0F, payload);
	}

	synchronized void sendFrame(int opcode, byte... payload) throws IOException {
		ByteBuffer frame = ByteBuffer.allocate(payload.length + 10);
		frame.put((byte) (0x80 | opcode));
		if (payload.length < 126) {
			frame.put((byte) payload.length);
		}
		else {
			frame.put((byte) 126).putShort((short) payload.length);
		}
		frame.put(payload);
		this.out.write(frame.array(), 0, frame.position());
		this.out.flush();
	}

	void sendText(String text) throws IOException {
		sendFrame(Frame.TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	void sendClose(int code, String reason) throws IOException {
		byte[] text = reason.getBytes(StandardCharsets.UTF_8);
		sendFrame(Frame.CLOSE, ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
	}

	/**
	 * Answers pings and the close frame, and returns texts, until the connection ends.
	 */
	void echo() throws IOException {
		while (true) {
			Frame frame = readFrame();
			switch (frame.opcode()) {
				case Frame.TEXT -> sendFrame(Frame.TEXT, frame.payload());
				case Frame.PING -> sendFrame(Frame.PONG, frame.payload());
				case Frame.CLOSE -> {
					sendFrame(Frame.CLOSE, frame.payload());
					return;
				}
				default -> {
				}
			}
		}
	}

	record Frame(boolean last, int opcode, byte[] payload) {

		static final int TEXT = 1;

		static final int BINARY = 2;

		static final int CLOSE = 8;

		static final int PING = 9;

		static final int PONG = 10;

		String text() {
			return new String(this.payload, StandardCharsets.UTF_8);
		}

		int closeCode() {
			return ByteBuffer.wrap(this.payload).getShort();
		}

	}

}
