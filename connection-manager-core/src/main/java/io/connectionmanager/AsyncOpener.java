package io.connectionmanager;

import java.util.concurrent.CompletionStage;

/**
 * A function that opens a connection without waiting for it.
 *
 * @param <C> the type of the connection
 * @see Connector#async(AsyncOpener)
 */
@FunctionalInterface
public interface AsyncOpener<C> {

	/**
	 * Starts to open a connection. Called on a worker thread, and expected to return
	 * soon. The stage is never cancelled: a connection that it yields after the attempt
	 * was abandoned is closed.
	 * @param attempt the attempt that the connection is for
	 * @return a stage that completes with the connection when it is ready for use, or
	 * exceptionally if the attempt has failed
	 * @throws Exception if the attempt has failed at once
	 */
	CompletionStage<? extends C> open(ConnectionAttempt attempt) throws Exception;

}
