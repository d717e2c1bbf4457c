package io.connectionmanager;

import org.jspecify.annotations.Nullable;

/**
 * Uses a connection, and is told when it comes and when it goes.
 * <p>
 * A subscriber sees strictly alternating {@code connected(c)} and
 * {@code disconnected(c)}, beginning with {@code connected}, with the same connection in
 * a pair, one call at a time. A subscriber that blocks delays itself only: when it
 * returns it is told what is true then, and pairs that came and went meanwhile are
 * skipped. That holds to the end: one that is still busy when the manager has been closed
 * hears its last {@code disconnected} when it returns. One that throws is logged and
 * stays subscribed.
 * <p>
 * Calls come on a worker thread, or on the executor that was given with the subscription;
 * the first {@code connected} of one who subscribes to a connection that is already up
 * comes on the subscribing thread. Any method of the manager may be called from a
 * callback.
 *
 * @param <C> the type of the connection
 */
@FunctionalInterface
public interface ConnectionSubscriber<C> {

	/**
	 * The connection is ready for use.
	 * @param connection the connection
	 * @throws Exception if the subscriber could not use it; logged, and nobody else
	 * notices
	 */
	void connected(C connection) throws Exception;

	/**
	 * The connection that {@code connected} was told about is no longer ready for use. It
	 * may be closed already if it was lost; it is still open if the manager is being
	 * stopped.
	 * @param connection the connection
	 * @param cause why, or {@code null} if the manager was asked to stop or reconnect
	 * @throws Exception if the subscriber failed; logged, and nobody else notices
	 */
	default void disconnected(C connection, @Nullable Throwable cause) throws Exception {
	}

}
