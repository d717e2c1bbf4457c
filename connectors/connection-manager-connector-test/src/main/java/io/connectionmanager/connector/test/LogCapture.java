package io.connectionmanager.connector.test;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.LoggerFactory;

/**
 * What is logged or printed while it is open. With Logback, that is all events; with
 * other loggers, what they print.
 */
final class LogCapture implements AutoCloseable {

	private final PrintStream out = System.out;

	private final PrintStream err = System.err;

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	private final LogbackEvents events;

	private LogCapture() {
		System.setOut(copying(this.out));
		System.setErr(copying(this.err));
		this.events = isLogback() ? new LogbackCapture() : new LogbackEvents() {
		};
	}

	static LogCapture start() {
		return new LogCapture();
	}

	private static boolean isLogback() {
		return LoggerFactory.getILoggerFactory().getClass().getName().equals("ch.qos.logback.classic.LoggerContext");
	}

	private PrintStream copying(PrintStream original) {
		return new PrintStream(new OutputStream() {

			@Override
			public void write(int value) {
				write(new byte[] { (byte) value }, 0, 1);
			}

			@Override
			public void write(byte[] bytes, int offset, int length) {
				synchronized (LogCapture.this.printed) {
					LogCapture.this.printed.write(bytes, offset, length);
				}
				original.write(bytes, offset, length);
			}

		}, true, StandardCharsets.UTF_8);
	}

	/** Returns everything so far, in pieces. */
	List<String> lines() {
		List<String> lines = new ArrayList<>(this.events.texts());
		synchronized (this.printed) {
			lines.addAll(this.printed.toString(StandardCharsets.UTF_8).lines().toList());
		}
		return lines;
	}

	@Override
	public void close() {
		this.events.close();
		System.setOut(this.out);
		System.setErr(this.err);
	}

	/**
	 * The events of a logger, none by default.
	 */
	interface LogbackEvents extends AutoCloseable {

		default List<String> texts() {
			return List.of();
		}

		@Override
		default void close() {
		}

	}

}
