package io.connectionmanager.sample.server;

import java.io.IOException;

/**
 * How a client is sent its prices. Used by one thread.
 */
interface PriceProtocol {

	/**
	 * Accepts the subscription.
	 */
	void welcome() throws IOException;

	/**
	 * Sends a line of the feed, such as {@code AAPL 187.12}.
	 * @param line the line
	 */
	void send(String line) throws IOException;

	/**
	 * Shows that the server is alive, if that is its turn in this protocol.
	 */
	void heartbeat() throws IOException;

	/**
	 * Refuses the subscription.
	 * @param reason the reason
	 */
	void refuse(String reason) throws IOException;

	/**
	 * Handles what the client sends after it has subscribed.
	 * @param first the first byte of it; the rest can be read from the socket
	 * @param answer whether to answer
	 * @return whether the client goes on
	 */
	default boolean received(int first, boolean answer) throws IOException {
		return true;
	}

}
