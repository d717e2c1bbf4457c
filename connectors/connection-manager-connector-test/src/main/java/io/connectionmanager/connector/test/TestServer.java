package io.connectionmanager.connector.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

import org.opentest4j.TestAbortedException;

/**
 * A server that a test connects to.
 */
public interface TestServer extends AutoCloseable {

	/**
	 * Returns the address of the server, which does not change.
	 * @return the address
	 */
	InetSocketAddress address();

	/**
	 * Returns whether a test may kill and start this server.
	 * @return {@code false} if others use it
	 */
	boolean isOwn();

	/**
	 * Starts the server if it is down, and waits until it accepts connections.
	 */
	void start();

	/**
	 * Kills the server, without a chance to say goodbye, and waits until it is gone.
	 */
	void kill();

	/**
	 * Ends the server, unless others use it.
	 */
	@Override
	void close();

	/**
	 * Returns a server that runs already and that others may use.
	 * @param environmentVariable the name of the environment variable with its address,
	 * {@code host:port}
	 * @param defaultPort the port at 127.0.0.1 if the variable is not set
	 * @return the server
	 * @throws TestAbortedException if the server is not there
	 * @throws AssertionError if the server is not there and the environment has
	 * {@code CI=true}
	 */
	static TestServer external(String environmentVariable, int defaultPort) {
		return new ExternalServer(externalAddress(environmentVariable, defaultPort));
	}

	/**
	 * Returns the address of a server that runs already.
	 * @param environmentVariable the name of the environment variable with its address,
	 * {@code host:port}
	 * @param defaultPort the port at 127.0.0.1 if the variable is not set
	 * @return the address
	 * @throws TestAbortedException if the server is not there
	 * @throws AssertionError if the server is not there and the environment has
	 * {@code CI=true}
	 */
	static InetSocketAddress externalAddress(String environmentVariable, int defaultPort) {
		String text = Optional.ofNullable(System.getenv(environmentVariable)).orElse("127.0.0.1:" + defaultPort);
		int colon = text.lastIndexOf(':');
		InetSocketAddress address = new InetSocketAddress(text.substring(0, Math.max(colon, 0)),
				Integer.parseInt(text.substring(colon + 1)));
		try (Socket socket = new Socket()) {
			socket.connect(address, 2_000);
			return address;
		}
		catch (IOException ex) {
			throw unavailable(
					"No server at %s: start one, or set %s to host:port".formatted(text, environmentVariable));
		}
	}

	/**
	 * Skips the test for lack of a server, or fails it if the environment has
	 * {@code CI=true}.
	 * @param message what is missing
	 * @return the exception to throw
	 * @throws AssertionError if the environment has {@code CI=true}
	 */
	static TestAbortedException unavailable(String message) {
		if ("true".equals(System.getenv("CI"))) {
			throw new AssertionError(message);
		}
		return new TestAbortedException(message);
	}

}
