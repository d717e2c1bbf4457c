package io.connectionmanager.sample.server;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A WebSocket (RFC 6455), as a client gets it that sends {@code GET /quotes} and asks for
 * an upgrade: one text message for each line. Pings are answered, and other messages are
 * ignored.
 */
final class WebSocketProtocol implements PriceProtocol {

	private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private static final int TEXT = 1;

	private static final int CLOSE = 8;

	private static final int PING = 9;

	private static final int PONG = 10;

	private static final int FINAL = 0x80;

	/** What fits into a frame with a one-byte length; prices and pings do. */
	private static final int MAX_LENGTH = 125;

	/** Once a frame has begun, the rest of it must follow. */
	private static final int REST_WITHIN_MILLIS = 5000;

	private final Socket socket;

	private final OutputStream out;

	private final String key;

	WebSocketProtocol(Socket socket, String key) throws IOException {
		this.socket = socket;
		this.out = socket.getOutputStream();
		this.key = key;
	}

	@Override
	public void welcome() throws IOException {
		write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Accept: " + accept() + "\r\n\r\n");
	}

	private String accept() {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-1")
				.digest((this.key + GUID).getBytes(StandardCharsets.ISO_8859_1));
			return Base64.getEncoder().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void send(String line) throws IOException {
		writeFrame(TEXT, line.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public void heartbeat() {
		// A client that wants to know sends a ping.
	}

	@Override
	public void refuse(String reason) throws IOException {
		write("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
	}

	@Override
	public boolean received(int first, boolean answer) throws IOException {
		this.socket.setSoTimeout(REST_WITHIN_MILLIS);
		DataInputStream in = new DataInputStream(this.socket.getInputStream());
		int length = in.readUnsignedByte() & ~FINAL;
		if (length > MAX_LENGTH) {
			throw new EOFException("A message of a client is too long");
		}
		byte[] mask = in.readNBytes(4);
		byte[] payload = in.readNBytes(length);
		if (payload.length < length) {
			throw new EOFException("A message of a client is incomplete");
		}
		for (int i = 0; i < length; i++) {
			payload[i] ^= mask[i % mask.length];
		}
		int opcode = first & 0x0f;
		if (opcode == PING && answer) {
			writeFrame(PONG, payload);
		}
		if (opcode == CLOSE && answer) {
			writeFrame(CLOSE, payload);
		}
		return opcode != CLOSE;
	}

	private void writeFrame(int opcode, byte[] payload) throws IOException {
		byte[] frame = new byte[2 + payload.length];
		frame[0] = (byte) (FINAL | opcode);
		frame[1] = (byte) payload.length;
		System.arraycopy(payload, 0, frame, 2, payload.length);
		this.out.write(frame);
	}

	private void write(String text) throws IOException {
		this.out.write(text.getBytes(StandardCharsets.UTF_8));
	}

}
