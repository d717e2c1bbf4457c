package io.connectionmanager.engine;

import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

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
 * The manager as its parts see it.
 *
 * @param <C> the type of the connection
 */
interface ManagerContext<C> extends NotificationContext<C> {

	Connector<C> connector();

	/** Opens without blocking; {@code null} if the connector cannot. */
	@Nullable AsyncOpener<C> asyncOpener();

	/** What runs around each opening, or {@code null} if there is nothing. */
	@Nullable OpenInterceptor interceptor();

	ConnectionSettings settings();

	/**
	 * Returns an endpoint, if there is any.
	 * @param position its position; the endpoints repeat
	 */
	Optional<URI> endpoint(int position);

	/**
	 * Feeds the machine. When this returns, the decision is visible; its effects may
	 * follow on another thread. Throws only if nothing was decided.
	 * @param input what happened
	 * @return whether the input made a difference
	 */
	boolean feed(Input<ConnectionHandle<C>> input);

	/**
	 * Classifies a failure or a loss of an attempt.
	 * @param generation the attempt
	 * @param cause the failure, or {@code null} if none was given
	 * @return the failure with its kind, or {@code null} if it is no longer relevant
	 */
	@Nullable Failure classify(long generation, @Nullable Throwable cause);

	/**
	 * Records that the classifier has thrown. It probably throws every time, and logging
	 * it once is enough.
	 * @return whether it was the first time
	 */
	boolean isFirstClassifierFailure();

	/**
	 * Runs an action inside the queue, as soon as effects of earlier decisions have been
	 * carried out. It must not call user code, other than a supplied timer.
	 * @param action the action, which is given what collects actions to run outside the
	 * queue
	 */
	void inQueue(Consumer<DeferredActions> action);

	/**
	 * Returns what few attempts have, and creates it where there is none.
	 * @param generation the attempt
	 * @return the extras, or {@code null} if the attempt is over
	 */
	@Nullable AttemptExtras extras(long generation);

	/**
	 * Returns what the latest attempt has that few have.
	 * @return the extras, or {@code null} if it has none
	 */
	@Nullable AttemptExtras extras();

	/** Wakes the threads that wait for the connection. */
	void wakeWaiters();

	/**
	 * Leaves an input that could not be fed to the next sweep.
	 * @param unfed the input
	 */
	void feedLater(Unfed unfed);

	/**
	 * Removes the manager from the sweep if it has come to rest.
	 */
	void settle();

	/**
	 * Handles a deadline that has passed.
	 */
	void deadlineReached();

}
