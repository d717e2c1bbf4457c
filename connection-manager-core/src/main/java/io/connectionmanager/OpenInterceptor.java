package io.connectionmanager;

import java.util.concurrent.Callable;

/**
 * Runs around the opening of connections, for instance to observe it. Unlike a decorator
 * of the connector it does not keep an {@link Connector#async(AsyncOpener) asynchronous}
 * one from opening without a blocked thread.
 *
 * @see ConnectionManager.Builder#interceptor(OpenInterceptor)
 */
public interface OpenInterceptor {

	/**
	 * Opens a connection, or has it opened: called on the worker thread of the attempt.
	 * @param <T> the type of the result: the connection, or the stage of one
	 * @param attempt the attempt
	 * @param opening opens the connection; to be called once
	 * @return the result of {@code opening}
	 * @throws Exception if the attempt has failed
	 */
	<T> T open(ConnectionAttempt attempt, Callable<T> opening) throws Exception;

}
