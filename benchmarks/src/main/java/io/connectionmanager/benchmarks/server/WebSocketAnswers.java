package io.connectionmanager.benchmarks.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's side of one WebSocket: accepts the handshake, answers pings and the end,
 * and ignores the rest. Frames are short, as those of control are.
 */
final class WebSocketAnswers {

	private static final Pattern KEY = Pattern.compile("(?i)\r\nSec-WebSocket-Key: *(\\S+)\r\n");

	private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private static final int CLOSE = 8;

	private static final int PING = 9;

	private static final int PONG = 10;

	private static final int LONGEST = 125;

	private final AtomicLong pings;

	private ByteBuffer pending = ByteBuffer.allocate(0);

	private boolean open;

	WebSocketAnswers(AtomicLong pings) {
		this.pings = pings;
	}

	/**
	 * Takes what has arrived.
	 * @param received bytes, in any pieces
	 * @return what to send
	 */
	ByteBuffer take(ByteBuffer received) {
		ByteBuffer all = ByteBuffer.allocate(this.pending.remaining() + received.remaining());
		all.put(this.pending).put(received).flip();
		ByteBuffer answers = ByteBuffer.allocate(all.remaining() + 256);
		if (!this.open) {
			shakeHands(all, answers);
		}
		while (this.open && answerFrame(all, answers)) {
			// The next one.
		}
		// A copy, because an idle connection must not keep what it has dealt with.
		this.pending = ByteBuffer.allocate(all.remaining()).put(all).flip();
		return answers.flip();
	}

	private void shakeHands(ByteBuffer all, ByteBuffer answers) {
		String request = StandardCharsets.ISO_8859_1.decode(all.duplicate()).toString();
		int end = request.indexOf("\r\n\r\n");
		Matcher key = KEY.matcher(request);
		if (end < 0 || !key.find()) {
			return;
		}
		all.position(end + 4);
		String response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Accept: " + accept(key.group(1)) + "\r\n\r\n";
		answers.put(response.getBytes(StandardCharsets.ISO_8859_1));
		this.open = true;
	}

	private static String accept(String key) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
			return Base64.getEncoder().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Returns whether there was a whole frame. */
	private boolean answerFrame(ByteBuffer all, ByteBuffer answers) {
		if (all.remaining() < 2) {
			return false;
		}
		int start = all.position();
		int operation = all.get(start) & 0x0f;
		int length = all.get(start + 1) & 0x7f;
		if (length > LONGEST) {
			throw new IllegalArgumentException("A frame that is longer than those of control");
		}
		if (all.remaining() < 6 + length) {
			return false;
		}
		if (operation == PING || operation == CLOSE) {
			this.pings.addAndGet((operation == PING) ? 1 : 0);
			answers.put((byte) (0x80 | ((operation == PING) ? PONG : CLOSE))).put((byte) length);
			for (int i = 0; i < length; i++) {
				answers.put((byte) (all.get(start + 6 + i) ^ all.get(start + 2 + i % 4)));
			}
		}
		all.position(start + 6 + length);
		return true;
	}

}
