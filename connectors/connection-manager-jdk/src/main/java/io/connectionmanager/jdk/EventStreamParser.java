package io.connectionmanager.jdk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.FailureKind;

/**
 * Parses an event stream as it arrives. Lines end at CR, LF or CRLF, which are never part
 * of a longer character in UTF-8; a line is decoded when it is complete, so it does not
 * matter where the chunks are split. Not thread-safe.
 *
 * @see <a href=
 * "https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">the
 * specification</a>
 */
final class EventStreamParser {

	/** A longer buffer is not kept after the line or event that needed it. */
	private static final int SMALL = 8_192;

	private final int maxEventSize;

	private final Target target;

	private byte[] line = new byte[256];

	private int length;

	private boolean firstLine = true;

	/** Whether the last byte was a CR, which a LF may follow. */
	private boolean afterCarriageReturn;

	private String id;

	private String type = "";

	private StringBuilder data = new StringBuilder();

	private boolean hasData;

	/** The bytes in the data of the event so far. */
	private int size;

	/**
	 * Creates a parser.
	 * @param lastEventId the ID of the latest event of the stream before
	 * @param maxEventSize the maximum number of bytes of a line, and of an event
	 * @param target receives what is parsed
	 */
	EventStreamParser(String lastEventId, int maxEventSize, Target target) {
		this.id = lastEventId;
		this.maxEventSize = maxEventSize;
		this.target = target;
	}

	/**
	 * Parses a chunk.
	 * @param chunk the bytes
	 * @throws ConnectionFailedException if an event is too large
	 */
	void parse(ByteBuffer chunk) {
		while (chunk.hasRemaining()) {
			byte next = chunk.get();
			if (next == '\n' && this.afterCarriageReturn) {
				this.afterCarriageReturn = false;
				continue;
			}
			this.afterCarriageReturn = next == '\r';
			if (next == '\n' || next == '\r') {
				endOfLine();
			}
			else {
				append(next);
			}
		}
	}

	private void append(byte next) {
		if (this.length == this.line.length) {
			this.line = Arrays.copyOf(this.line, this.length * 2);
		}
		this.line[this.length++] = next;
		if (this.size + this.length > this.maxEventSize) {
			throw new ConnectionFailedException(FailureKind.PROTOCOL,
					"The server sent an event of more than %,d bytes, the value of the option 'max-event-size'"
						.formatted(this.maxEventSize),
					null);
		}
	}

	private void endOfLine() {
		int start = (this.firstLine && startsWithByteOrderMark()) ? 3 : 0;
		this.firstLine = false;
		String text = new String(this.line, start, this.length - start, StandardCharsets.UTF_8);
		int bytes = this.length;
		this.length = 0;
		if (this.line.length > SMALL) {
			this.line = new byte[256];
		}
		if (text.isEmpty()) {
			endOfEvent();
			return;
		}
		int colon = text.indexOf(':');
		if (colon == 0) {
			return;
		}
		String field = (colon > 0) ? text.substring(0, colon) : text;
		String value = (colon > 0) ? text.substring(colon + 1) : "";
		field(field, value.startsWith(" ") ? value.substring(1) : value, bytes);
	}

	private boolean startsWithByteOrderMark() {
		return this.length >= 3 && this.line[0] == (byte) 0xEF && this.line[1] == (byte) 0xBB
				&& this.line[2] == (byte) 0xBF;
	}

	private void field(String field, String value, int bytes) {
		switch (field) {
			case "event" -> this.type = value;
			case "data" -> {
				if (this.hasData) {
					this.data.append('\n');
				}
				this.data.append(value);
				this.hasData = true;
				this.size += bytes + 1;
			}
			case "id" -> {
				if (value.indexOf('\0') < 0) {
					this.id = value;
				}
			}
			case "retry" -> {
				if (!value.isEmpty() && value.chars().allMatch((it) -> it >= '0' && it <= '9')) {
					this.target.onRetry(toMillis(value));
				}
			}
			default -> {
				// Unknown fields are ignored.
			}
		}
	}

	private static long toMillis(String digits) {
		try {
			return Long.parseLong(digits);
		}
		catch (NumberFormatException ex) {
			return Long.MAX_VALUE;
		}
	}

	private void endOfEvent() {
		String data = this.data.toString();
		boolean hasData = this.hasData;
		String type = this.type.isEmpty() ? "message" : this.type;
		this.data.setLength(0);
		if (this.data.capacity() > SMALL) {
			this.data = new StringBuilder();
		}
		this.hasData = false;
		this.size = 0;
		this.type = "";
		if (hasData) {
			this.target.onEvent(new ServerSentEvent(this.id, type, data));
		}
		else {
			this.target.onId(this.id);
		}
	}

	/**
	 * Receives what is parsed, while {@link #parse} runs.
	 */
	interface Target {

		/**
		 * Called at the end of an event.
		 * @param event the event
		 */
		void onEvent(ServerSentEvent event);

		/**
		 * Called at the end of an event without data, which is not to be dispatched.
		 * @param id the last event ID
		 */
		void onId(String id);

		/**
		 * Called when the server sets the delay before a reconnection.
		 * @param millis the delay in milliseconds
		 */
		void onRetry(long millis);

	}

}
