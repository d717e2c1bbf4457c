package io.connectionmanager;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect, and what comes of it: a {@link Connector} reports to it when
 * the connection is ready for use and when it no longer is.
 * <p>
 * A signal speaks for this attempt only. Once the manager has left the attempt (because
 * it timed out, was stopped, or its connection was lost) its signals do nothing. Both
 * signals may be given from any thread, any number of times, and never block.
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
	 * Returns the number of this attempt since the manager was built, over all outages:
	 * what tells it from all other attempts of its manager. Where a test makes an attempt
	 * by hand it is, by default, the number within the outage.
	 * @return the number, counted from 1
	 * @see ConnectionSnapshot#generation()
	 */
	default long generation() {
		return number();
	}

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
	 * Says that the connection is ready for use. It may be said before {@code open} has
	 * returned; the connection is announced when both have happened.
	 */
	void connected();

	/**
	 * Says that the attempt has failed, or that the connection is no longer ready for
	 * use.
	 */
	default void disconnected() {
		disconnected(null);
	}

	/**
	 * Says that the attempt has failed, or that the connection is no longer ready for
	 * use, and why.
	 * @param cause the reason, or {@code null} if it is not known. A
	 * {@link ConnectionRejectedException} says that trying again is pointless
	 */
	void disconnected(@Nullable Throwable cause);

}
