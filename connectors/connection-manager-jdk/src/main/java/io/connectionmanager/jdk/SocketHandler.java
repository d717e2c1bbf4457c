package io.connectionmanager.jdk;

import java.net.Socket;

/**
 * Communicates over a TCP connection. Supplied by the application.
 */
@FunctionalInterface
public interface SocketHandler {

	/**
	 * Communicates until the connection ends. The connection is lost when this method
	 * returns or throws, and is then closed and opened again.
	 * <ul>
	 * <li><b>Threads.</b> Called on a thread of its own for each connection, a virtual
	 * one on Java 24 and later. When the connection is given up, for example because it
	 * is stopped, the socket is closed and the thread interrupted.</li>
	 * <li><b>Ordering.</b> Called as soon as TCP is connected and the TLS handshake is
	 * complete, while subscribers are being notified. Neither waits for the other.</li>
	 * <li><b>Concurrency.</b> A call that does not return when its socket is closed
	 * overlaps with the call for the next connection.</li>
	 * <li><b>Silence.</b> Reading throws a {@link java.net.SocketTimeoutException} if
	 * nothing arrives for the read timeout. Pass it on: it is how a silent peer is
	 * noticed.</li>
	 * </ul>
	 * @param socket the connection, which need not be closed
	 * @throws Exception if the connection can no longer be used
	 */
	void handle(Socket socket) throws Exception;

}
