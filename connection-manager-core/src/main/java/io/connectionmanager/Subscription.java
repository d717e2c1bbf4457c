package io.connectionmanager;

/**
 * A subscription to a manager.
 */
public interface Subscription extends AutoCloseable {

	/**
	 * Ends the subscription. After this has returned no further call starts; one that is
	 * under way on another thread is not waited for, so cancelling from inside a callback
	 * is fine. Cancelling again does nothing.
	 */
	void cancel();

	/**
	 * Returns whether calls may still come: the subscription has not been cancelled, the
	 * manager has not been closed and a weakly held subscriber is still there.
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
