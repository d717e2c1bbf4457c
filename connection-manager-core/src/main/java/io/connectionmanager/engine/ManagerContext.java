package io.connectionmanager.engine;

import java.net.URI;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.AsyncOpener;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.Connector;
import io.connectionmanager.OpenInterceptor;
import io.connectionmanager.engine.machine.Failure;
import io.connectionmanager.engine.machine.Input;
import io.connectionmanager.engine.notify.ConnectionHandle;
import io.connectionmanager.engine.notify.NotificationContext;

/**
 * What the parts of a manager need of it.
 *
 * @param <C> the type of the connection
 */
interface ManagerContext<C> extends NotificationContext<C> {

	Connector<C> connector();

	/** How to open without blocking, or {@code null} if there is no such way. */
	@Nullable AsyncOpener<C> asyncOpener();

	/** What runs around each opening, or {@code null} if there is nothing. */
	@Nullable OpenInterceptor interceptor();

	ConnectionSettings settings();

	Optional<URI> endpoint();

	/**
	 * Feeds the machine. When this returns, the decision is visible; its effects may
	 * follow on another thread. It throws only if nothing was decided.
	 * @param input what happened
	 * @return whether that made a difference
	 */
	boolean feed(Input<ConnectionHandle<C>> input);

	/**
	 * Classifies a failure or a loss of an attempt.
	 * @param generation the attempt
	 * @param cause the failure, or {@code null} if no reason was given
	 * @return the failure with its kind, or {@code null} if it is of no interest any more
	 */
	@Nullable Failure classify(long generation, @Nullable Throwable cause);

	/**
	 * Notes that the classifier has thrown: it does so each time, and once is enough to
	 * log.
	 * @return whether it was the first time
	 */
	boolean isFirstClassifierFailure();

	/** Has threads look again that wait for the connection. */
	void wakeWaiters();

	/**
	 * Has the next sweep feed what could not be fed now.
	 * @param unfed what could not be fed
	 */
	void feedLater(Unfed unfed);

	/**
	 * Looks whether the manager has come to rest, and if so leaves it to itself.
	 */
	void settle();

	/**
	 * Does what a deadline that has passed is for.
	 */
	void deadlineReached();

}
