package io.connectionmanager;

import java.util.concurrent.CompletionStage;

/**
 * Opens a connection without waiting for it.
 *
 * @param <C> the type of the connection
 * @see Connector#async(AsyncOpener)
 */
@FunctionalInterface
public interface AsyncOpener<C> {

	/**
	 * Begins to open a connection. Called on a worker thread and expected to return soon.
	 * The stage is never cancelled: what it brings after the attempt was abandoned is
	 * closed.
	 * @param attempt the attempt that the connection is for
	 * @return a stage that completes with the connection once that is ready for use, or
	 * exceptionally when the attempt has failed
	 * @throws Exception if the attempt failed at once
	 */
	CompletionStage<? extends C> open(ConnectionAttempt attempt) throws Exception;

}
