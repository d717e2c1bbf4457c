package io.connectionmanager;

import org.jspecify.annotations.Nullable;

/**
 * A user of a connection, which is notified when the connection comes and when it goes.
 * <ul>
 * <li><b>Ordering.</b> Calls of {@code connected(c)} and {@code disconnected(c)}
 * alternate strictly, beginning with {@code connected}, with the same connection in a
 * pair, one call at a time.</li>
 * <li><b>Threads.</b> Calls are made on a worker thread, or on the executor of the
 * subscription. If the connection is already up when a subscriber subscribes without an
 * executor, its first {@code connected} is called on the subscribing thread.</li>
 * <li><b>Reentrancy.</b> A callback may call any method of any manager.</li>
 * <li><b>Blocking.</b> A subscriber that blocks delays only itself. When it returns, it
 * is notified of what is true then; pairs that came and went meanwhile are skipped. A
 * subscriber that is still busy when the manager has been closed gets its last
 * {@code disconnected} when it returns.</li>
 * <li><b>Exceptions.</b> A subscriber that throws is logged with its name and stays
 * subscribed; no other subscriber is affected. A {@link ConnectionUnusableException}
 * thrown by {@code connected} also gives the connection up.</li>
 * </ul>
 *
 * @param <C> the type of the connection
 */
@FunctionalInterface
public interface ConnectionSubscriber<C> {

	/**
	 * Called when the connection is ready for use.
	 * @param connection the connection
	 * @throws Exception if the subscriber failed; it is logged
	 * @throws ConnectionUnusableException to give the connection up
	 */
	void connected(C connection) throws Exception;

	/**
	 * Called when the connection is no longer ready for use. A connection that was lost
	 * may already be closed. One that is given up by a stop or reconnect is still open
	 * until this method returns, for up to the drain timeout.
	 * @param connection the connection, the same as in the preceding {@code connected}
	 * @param cause the reason, or {@code null} after a stop or reconnect on request
	 * @throws Exception if the subscriber failed; it is logged
	 */
	default void disconnected(C connection, @Nullable Throwable cause) throws Exception {
	}

}
