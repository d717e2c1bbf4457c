package io.connectionmanager.engine.notify;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionUnusableException;
import io.connectionmanager.Masking;
import io.connectionmanager.Subscription;
import io.connectionmanager.engine.runtime.EngineRuntime;

/**
 * What those who notify need of the manager.
 *
 * @param <C> the type of the connection
 */
public interface NotificationContext<C> {

	/**
	 * Returns the name of the connection.
	 * @return the name
	 */
	String name();

	/**
	 * Returns what removes secrets from what is logged.
	 * @return the masking
	 */
	Masking masking();

	/**
	 * Returns where threads come from.
	 * @return the runtime
	 */
	EngineRuntime runtime();

	/**
	 * Returns what is true now.
	 * @return the connection that is ready, or {@code null}
	 */
	@Nullable ConnectionHandle<C> current();

	/**
	 * Returns whether the manager is closed for good.
	 * @return whether it is
	 */
	boolean isClosed();

	/**
	 * Notes that everybody has let go of a connection that is being drained.
	 * @param handle the connection
	 */
	void released(ConnectionHandle<C> handle);

	/**
	 * Gives a connection up that a subscriber cannot use.
	 * @param handle the connection
	 * @param cause the reason
	 */
	void unusable(ConnectionHandle<C> handle, ConnectionUnusableException cause);

	/**
	 * Removes a subscription that was cancelled.
	 * @param subscription the subscription
	 */
	void forget(Subscription subscription);

}
