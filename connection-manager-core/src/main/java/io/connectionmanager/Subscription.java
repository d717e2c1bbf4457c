package io.connectionmanager;

/**
 * A subscription to a manager. Thread-safe.
 */
public interface Subscription extends AutoCloseable {

	/**
	 * Ends the subscription. After this method has returned, no further call is decided
	 * on; a call that was already on its way may still arrive, because this method does
	 * not wait for it. It may be called from inside a callback. Cancelling again has no
	 * effect.
	 */
	void cancel();

	/**
	 * Returns whether further calls are possible: the subscription has not been
	 * cancelled, the manager has not been closed, and a weakly held subscriber has not
	 * been collected.
	 * @return whether the subscription is active
	 */
	boolean isActive();

	/**
	 * Ends the subscription, like {@link #cancel()}.
	 */
	@Override
	default void close() {
		cancel();
	}

}
