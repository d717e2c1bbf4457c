package io.connectionmanager.sample;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionRejectedException;

/**
 * A connection to the price server, and the thread that reads from it until it ends.
 */
final class PriceFeed implements Closeable {

	private final Socket socket;

	private final ConnectionAttempt attempt;

	private volatile Consumer<Price> listener = (price) -> {
	};

	private PriceFeed(Socket socket, ConnectionAttempt attempt) {
		this.socket = socket;
		this.attempt = attempt;
	}

	static PriceFeed start(Socket socket, ConnectionAttempt attempt) throws IOException {
		PriceFeed feed = new PriceFeed(socket, attempt);
		socket.getOutputStream().write("SUBSCRIBE %s\n".formatted(attempt.name()).getBytes(StandardCharsets.UTF_8));
		Thread reader = new Thread(feed::readUntilItEnds, attempt.name() + "-reader");
		reader.setDaemon(true);
		reader.start();
		return feed;
	}

	/**
	 * Sets who gets the prices that come from now on, on the thread that reads them.
	 * @param listener gets each price
	 */
	void onPrice(Consumer<Price> listener) {
		this.listener = listener;
	}

	private void readUntilItEnds() {
		Throwable cause = new EOFException("The price server closed the connection");
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8))) {
			String line;
			while ((line = lines.readLine()) != null) {
				read(line);
			}
		}
		catch (Throwable ex) {
			cause = ex;
		}
		// Whatever it was. If the manager has closed the socket itself, this does
		// nothing.
		this.attempt.disconnected(cause);
	}

	private void read(String line) throws ProtocolException {
		if (line.equals("WELCOME " + this.attempt.name())) {
			this.attempt.connected();
		}
		else if (line.startsWith("ERROR")) {
			throw new ConnectionRejectedException(line);
		}
		else if (!line.equals("HEARTBEAT")) {
			this.listener.accept(Price.parse(line));
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
