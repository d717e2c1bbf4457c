package com.example.line;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.FailureKind;
import io.connectionmanager.connector.ListenerCalls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A connection to a server that speaks in lines.
 */
public final class LineClient {

	private static final Logger logger = LoggerFactory.getLogger(LineClient.class);

	private static final Duration CLOSE_GRACE = Duration.ofMillis(500);

	private final Socket socket;

	private final BufferedReader in;

	private final int maxLength;

	private final ListenerCalls calls = new ListenerCalls();

	LineClient(Socket socket, int maxLength) throws IOException {
		this.socket = socket;
		this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
		this.maxLength = maxLength;
	}

	public synchronized void send(String line) throws IOException {
		this.socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
	}

	String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = this.in.read(); c != '\n'; c = this.in.read()) {
			if (c < 0) {
				throw new EOFException("The server has closed the connection");
			}
			if (line.length() == this.maxLength) {
				throw new ConnectionFailedException(FailureKind.PROTOCOL,
						"The server sent a line of more than %d characters".formatted(this.maxLength), null);
			}
			line.append((char) c);
		}
		return line.toString();
	}

	/** Reads until the connection ends, on a thread of its own. */
	void receive(ConnectionAttempt attempt, LineListener listener) {
		try {
			while (true) {
				String line = readLine();
				attempt.alive();
				if (!line.equals("PONG")) {
					deliver(line, listener);
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			attempt.disconnected(ex);
		}
	}

	private void deliver(String line, LineListener listener) {
		if (!this.calls.begin()) {
			return;
		}
		try {
			listener.onLine(line);
		}
		catch (Exception | Error ex) {
			logger.warn("The listener has failed", ex);
		}
		finally {
			this.calls.finish();
		}
	}

	/** Makes the server answer, unless nobody reads because the listener is busy. */
	void probe(ConnectionAttempt attempt) throws IOException {
		if (this.calls.isUnderWay()) {
			attempt.alive();
		}
		else {
			send("PING");
		}
	}

	void close() throws IOException, InterruptedException {
		this.socket.close();
		this.calls.end(CLOSE_GRACE);
	}

}
