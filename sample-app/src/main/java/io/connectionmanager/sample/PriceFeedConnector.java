package io.connectionmanager.sample;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.Connector;

import org.springframework.stereotype.Component;

/**
 * Connects to a price feed. The feed is returned while its handshake is still under way,
 * so that it is closed if it takes too long; it reports to the attempt itself, when it is
 * ready and when it no longer is.
 */
@Component
class PriceFeedConnector implements Connector<PriceFeed> {

	/** The server sends something every second; one that is quiet for longer is gone. */
	private static final Duration MAX_SILENCE = Duration.ofSeconds(2);

	@Override
	public PriceFeed open(ConnectionAttempt attempt) throws IOException {
		URI url = attempt.endpoint()
			.orElseThrow(
					() -> new ConnectionRejectedException("The connection '%s' has no url".formatted(attempt.name())));
		Socket socket = new Socket();
		try {
			socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), (int) attempt.timeout().toMillis());
			socket.setSoTimeout((int) MAX_SILENCE.toMillis());
			return PriceFeed.start(socket, attempt);
		}
		catch (Throwable ex) {
			socket.close();
			throw ex;
		}
	}

	@Override
	public void close(PriceFeed feed) throws IOException {
		feed.close();
	}

}
