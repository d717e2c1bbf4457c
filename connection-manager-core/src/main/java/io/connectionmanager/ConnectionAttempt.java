package io.connectionmanager;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect, to which a {@link Connector} signals when the connection is
 * ready for use and when it has ended.
 * <ul>
 * <li><b>Threads.</b> Every method may be called from any thread, including from inside
 * {@link Connector#open(ConnectionAttempt) open}, and never blocks.</li>
 * <li><b>Identity.</b> A signal belongs to this attempt only. Once the manager has left
 * the attempt, because it timed out, was stopped, or its connection was lost, its signals
 * have no effect.</li>
 * <li><b>Repetition.</b> Repeating a signal has no effect.</li>
 * <li><b>Visibility.</b> When {@code disconnected} returns, no method of the manager
 * returns the connection any more.</li>
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
	 * Returns the number of this attempt since the manager was built, across all outages.
	 * It identifies the attempt among those of its manager.
	 * @return the number, counted from 1
	 * @see ConnectionSnapshot#generation()
	 */
	long generation();

	/**
	 * Returns the maximum duration of this attempt, from the call of
	 * {@link Connector#open(ConnectionAttempt) open} until the connection is ready.
	 * @return the timeout
	 */
	Duration timeout();

	/**
	 * Returns the settings of the manager, such as the
	 * {@link ConnectionSettings#keepAlive() keep-alive}, for client libraries that have a
	 * mechanism of their own. An attempt that does not belong to a manager has the
	 * defaults.
	 * @return the settings
	 */
	default ConnectionSettings settings() {
		return ConnectionSettings.defaults();
	}

	/**
	 * Returns the endpoint to connect to. It may contain credentials: log it through
	 * {@link Masking#mask(URI)}.
	 * @return the endpoint, or empty if the connection has no URL
	 */
	Optional<URI> endpoint();

	/**
	 * Returns the endpoint to connect to, for a connector that requires one.
	 * @return the endpoint
	 * @throws ConnectionRejectedException if the connection has no URL. The message names
	 * the missing property, and the manager is {@link ConnectionState#SUSPENDED
	 * suspended}
	 */
	default URI requireEndpoint() {
		return endpoint().orElseThrow(() -> new ConnectionRejectedException(
				"Connection '%s' has no URL: set connection-manager.connections.%s.url, or endpoint(...) of its builder"
					.formatted(name(), name())));
	}

	/**
	 * Returns the fencing token of an {@link ConnectionManager.Builder#exclusive
	 * exclusive} connection: a number that is higher than that of every earlier holder. A
	 * peer that remembers the highest token it has seen, and refuses a lower one, is safe
	 * from a replica that was frozen and does not know yet that it is no longer the
	 * holder.
	 * @return the token, or empty if the connection is not exclusive
	 */
	OptionalLong fencingToken();

	/**
	 * Adds an action that aborts work in progress, such as closing a half-open socket.
	 * The action runs once, on a worker thread, if the attempt is given up before its
	 * connection is ready, because it timed out, failed or was stopped. If the attempt
	 * has already been given up, the action runs at once, also on a worker thread. An
	 * exception is logged. Actions of an attempt may run at the same time. One that does
	 * not return counts as an abandoned call: with three such attempts, the next one
	 * waits.
	 * @param action the action
	 */
	void onAbandoned(Runnable action);

	/**
	 * Watches the connection from the moment it is ready. After
	 * {@link ConnectionSettings.KeepAlive#interval() keep-alive.interval} without
	 * {@link #alive()}, the probe is called; if {@link #alive()} is then not called
	 * within {@link ConnectionSettings.KeepAlive#timeout() keep-alive.timeout}, the
	 * connection is lost with a {@link KeepAliveTimeoutException}. A silent peer is
	 * therefore noticed within the sum of both. Has no effect if keep-alive is disabled.
	 * @param probe provokes a sign of life; replaces an earlier one
	 */
	void keepAlive(KeepAliveProbe probe);

	/**
	 * Signals a sign of life from the peer: any received data counts. Cheap enough to
	 * call for each message.
	 */
	void alive();

	/**
	 * Publishes a value for people to see in {@link ConnectionSnapshot#details()}, the
	 * health details and the endpoint, such as {@code "blocked"} or
	 * {@code "session present"}. Details of an attempt disappear with it. An attempt has
	 * at most 32 of them; further ones are ignored.
	 * @param key the name of the value, of 1 to 64 characters
	 * @param value the value; {@code null} to remove it. A number or a boolean is kept as
	 * it is. Anything else is kept as text of up to 256 characters, masked, and without
	 * control characters. Must not contain a secret
	 * @throws IllegalArgumentException if the key is blank, too long, or that of a detail
	 * which the manager itself sets: {@code abandoned}, {@code hangingCloses} or
	 * {@code endpoint}
	 */
	void detail(String key, @Nullable Object value);

	/**
	 * Signals that the connection is ready for use. May be called before {@code open} has
	 * returned; the connection is announced when both have happened.
	 */
	void connected();

	/**
	 * Signals that the attempt has failed or the connection has ended, for an unknown
	 * reason.
	 */
	default void disconnected() {
		disconnected(null);
	}

	/**
	 * Signals that the attempt has failed or the connection has ended. When this method
	 * returns, no method of the manager returns the connection any more.
	 * @param cause the reason, or {@code null} if it is not known. A
	 * {@link ConnectionRejectedException} anywhere in the chain of causes means that
	 * retrying is pointless; a {@link RetryAfterException} sets a minimum for the next
	 * delay
	 */
	void disconnected(@Nullable Throwable cause);

}
