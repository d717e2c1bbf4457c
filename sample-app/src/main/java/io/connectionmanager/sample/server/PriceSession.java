package io.connectionmanager.sample.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of the price server: its subscription, and the prices that it is sent.
 */
final class PriceSession implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(PriceSession.class);

	private static final int SUBSCRIBE_WITHIN_MILLIS = 5000;

	private static final int TICK_MILLIS = 200;

	private static final int TICKS_PER_HEARTBEAT = 4;

	/** What one hears who talks to something else than was meant. */
	private static final String NONSENSE = "HTTP/1.1 400 Bad Request";

	private final Socket socket;

	private final Supplier<Fault> fault;

	PriceSession(Socket socket, Supplier<Fault> fault) {
		this.socket = socket;
		this.fault = fault;
	}

	@Override
	public void run() {
		try (this.socket) {
			Optional<String> topic = readSubscription();
			Optional<PriceWalk> prices = topic.flatMap(PriceWalk::of);
			if (prices.isPresent()) {
				sendPrices(topic.get(), prices.get());
			}
			else if (topic.isPresent()) {
				send("ERROR There is no topic '" + topic.get() + "'");
			}
		}
		catch (IOException ex) {
			logger.debug("A client has gone: {}", ex.toString());
		}
	}

	private Optional<String> readSubscription() throws IOException {
		this.socket.setSoTimeout(SUBSCRIBE_WITHIN_MILLIS);
		String line = new BufferedReader(new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8))
			.readLine();
		return Optional.ofNullable(line).map((subscription) -> subscription.replaceFirst("^SUBSCRIBE ", ""));
	}

	private void sendPrices(String topic, PriceWalk prices) throws IOException {
		boolean welcomed = false;
		long tick = 0;
		do {
			Fault fault = this.fault.get();
			if (fault == Fault.GARBLE) {
				send(NONSENSE);
			}
			else if (fault != Fault.SILENT) {
				if (!welcomed) {
					send("WELCOME " + topic);
					welcomed = true;
				}
				send((tick++ % TICKS_PER_HEARTBEAT == 0) ? "HEARTBEAT" : prices.next());
			}
		}
		while (!clientLeavesWithinTick());
	}

	// The read timeout is the clock of the feed, so that a client that leaves is noticed
	// at
	// once.
	private boolean clientLeavesWithinTick() throws IOException {
		this.socket.setSoTimeout(TICK_MILLIS);
		InputStream in = this.socket.getInputStream();
		try {
			return in.read() < 0;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
	}

	private void send(String line) throws IOException {
		OutputStream out = this.socket.getOutputStream();
		out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
	}

	void cut() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			logger.debug("Could not close a connection: {}", ex.toString());
		}
	}

}
