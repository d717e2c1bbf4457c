package io.connectionmanager.sample.server;

import java.io.IOException;
import java.io.InputStream;
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

	/** What a client hears from a server of another kind. */
	private static final byte[] NONSENSE = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
		.getBytes(StandardCharsets.UTF_8);

	private final Socket socket;

	private final Supplier<Fault> fault;

	PriceSession(Socket socket, Supplier<Fault> fault) {
		this.socket = socket;
		this.fault = fault;
	}

	@Override
	public void run() {
		try (this.socket) {
			this.socket.setSoTimeout(SUBSCRIBE_WITHIN_MILLIS);
			PriceRequest request = PriceRequest.read(this.socket);
			Optional<PriceWalk> prices = PriceWalk.of(request.topic());
			if (prices.isPresent()) {
				sendPrices(request.protocol(), prices.get());
			}
			else if (!request.topic().isEmpty()) {
				request.protocol().refuse("There is no topic '" + request.topic() + "'");
			}
		}
		catch (IOException ex) {
			logger.debug("A client has gone: {}", ex.toString());
		}
	}

	private void sendPrices(PriceProtocol protocol, PriceWalk prices) throws IOException {
		boolean welcomed = false;
		long tick = 0;
		do {
			Fault fault = this.fault.get();
			if (fault == Fault.GARBLE) {
				this.socket.getOutputStream().write(NONSENSE);
			}
			else if (fault != Fault.SILENT) {
				if (!welcomed) {
					protocol.welcome();
					welcomed = true;
				}
				if (tick++ % TICKS_PER_HEARTBEAT == 0) {
					protocol.heartbeat();
				}
				else {
					protocol.send(prices.next());
				}
			}
		}
		while (clientStaysForTick(protocol));
	}

	// The read timeout is the clock of the feed, so a client that leaves is noticed
	// early.
	private boolean clientStaysForTick(PriceProtocol protocol) throws IOException {
		this.socket.setSoTimeout(TICK_MILLIS);
		InputStream in = this.socket.getInputStream();
		try {
			int first = in.read();
			if (first < 0) {
				return false;
			}
			return protocol.received(first, this.fault.get() != Fault.SILENT);
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
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
