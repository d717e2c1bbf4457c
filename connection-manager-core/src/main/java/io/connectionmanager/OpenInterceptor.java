package io.connectionmanager;

import java.util.concurrent.Callable;

/**
 * An interceptor around the opening of connections, for instance to observe it. Unlike a
 * decorator, it lets an {@link Connector#async(AsyncOpener) asynchronous} connector open
 * without blocking a thread.
 *
 * @see ConnectionManager.Builder#interceptor(OpenInterceptor)
 */
public interface OpenInterceptor {

	/**
	 * Opens a connection by calling {@code opening}. Called on the worker thread of the
	 * attempt.
	 * @param <T> the type of the result: the connection, or the stage of one
	 * @param attempt the attempt
	 * @param opening opens the connection; call it once
	 * @return the result of {@code opening}
	 * @throws Exception if the attempt has failed
	 */
	<T> T open(ConnectionAttempt attempt, Callable<T> opening) throws Exception;

}
