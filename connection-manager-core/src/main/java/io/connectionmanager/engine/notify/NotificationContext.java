package io.connectionmanager.engine.notify;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionUnusableException;
import io.connectionmanager.Masking;
import io.connectionmanager.Subscription;
import io.connectionmanager.engine.runtime.EngineRuntime;

/**
 * The manager as its subscriptions and listeners see it.
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
	 * Returns the settings.
	 * @return the settings in force
	 */
	ConnectionSettings settings();

	/**
	 * Returns the masking of log lines.
	 * @return the masking
	 */
	Masking masking();

	/**
	 * Returns the runtime, which provides the threads.
	 * @return the runtime
	 */
	EngineRuntime runtime();

	/**
	 * Returns the current connection.
	 * @return the connection that is ready, or {@code null}
	 */
	@Nullable ConnectionHandle<C> current();

	/**
	 * Returns whether the manager is closed.
	 * @return whether it is
	 */
	boolean isClosed();

	/**
	 * Reports that all holders have released a connection that is being drained.
	 * @param handle the connection
	 */
	void released(ConnectionHandle<C> handle);

	/**
	 * Gives up a connection that a subscriber cannot use.
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
