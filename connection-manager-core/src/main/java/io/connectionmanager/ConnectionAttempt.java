package io.connectionmanager;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect. A {@link Connector} reports to it when the connection is ready
 * for use and when it no longer is.
 * <ul>
 * <li>A signal belongs to this attempt only. Once the manager has left the attempt
 * (because it timed out, was stopped, or its connection was lost) its signals do
 * nothing.</li>
 * <li>Signals may be given from any thread, any number of times, and never block.</li>
 * </ul>
 */
public interface ConnectionAttempt {

	/**
	 * Returns the name of the connection.
	 * @return the name
	 */
	String name();

	/**
	 * Returns the number of this attempt within the outage: 1, 2, and so on.
	 * @return the number, counted from 1
	 */
	int number();

	/**
	 * Returns the number of this attempt since the manager was built, across all outages:
	 * its identity among the attempts of its manager.
	 * @return the number, counted from 1
	 * @see ConnectionSnapshot#generation()
	 */
	long generation();

	/**
	 * Returns how long this attempt may take, from the call of
	 * {@link Connector#open(ConnectionAttempt) open} until the connection is ready.
	 * @return the timeout
	 */
	Duration timeout();

	/**
	 * Returns where to connect to, for a connection that was given a URL. It may carry
	 * credentials: log it through {@link Masking#mask(URI)}.
	 * @return the endpoint, or empty if the connection has no URL
	 */
	Optional<URI> endpoint();

	/**
	 * Returns where to connect to, for a connector that cannot do without.
	 * @return the endpoint
	 * @throws ConnectionRejectedException if the connection has no URL; the message names
	 * what is missing, and the manager is {@link ConnectionState#SUSPENDED suspended}
	 */
	default URI requireEndpoint() {
		return endpoint().orElseThrow(() -> new ConnectionRejectedException(
				"Connection '%s' has no URL: set connection-manager.connections.%s.url, or endpoint(...) of its builder"
					.formatted(name(), name())));
	}

	/**
	 * Adds an action that aborts what is under way, such as closing a half-open socket.
	 * It runs once, on a worker, if the attempt is given up before its connection is
	 * ready: because it timed out, failed or was stopped. Added to an attempt that was
	 * given up already, it runs at once on a worker. An exception is logged. Actions of
	 * an attempt may run at the same time. One that does not return counts as an
	 * abandoned call: with three such attempts, the next one waits.
	 * @param action the action
	 */
	void onAbandoned(Runnable action);

	/**
	 * Signals that the connection is ready for use. It may come before {@code open} has
	 * returned; the connection is announced when both have happened.
	 */
	void connected();

	/**
	 * Signals that the attempt has failed, or that the connection is no longer ready for
	 * use.
	 */
	default void disconnected() {
		disconnected(null);
	}

	/**
	 * Signals that the attempt has failed, or that the connection is no longer ready for
	 * use, and why. When this returns, no method of the manager hands the connection out
	 * any more.
	 * @param cause the reason, or {@code null} if it is not known. A
	 * {@link ConnectionRejectedException}, also among its causes, means that retrying is
	 * pointless; a {@link RetryAfterException} sets the shortest delay
	 */
	void disconnected(@Nullable Throwable cause);

}
