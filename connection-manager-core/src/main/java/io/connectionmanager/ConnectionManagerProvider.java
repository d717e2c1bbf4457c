package io.connectionmanager;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.coordination.CoordinationStore;

/**
 * The service that creates managers and runtimes. The API loads its only implementation
 * through {@link java.util.ServiceLoader}, so that it does not depend on the engine.
 * Applications use {@link ConnectionManager#builder} and
 * {@link ConnectionRuntime#builder()}.
 */
public interface ConnectionManagerProvider {

	/**
	 * Returns a builder of a manager.
	 * @param <C> the type of the connection
	 * @param name the name of the connection
	 * @param connector opens and closes the connection
	 * @param asyncOpener opens the connection without blocking a worker, instead of the
	 * connector's {@code open}; {@code null} if the connector cannot
	 * @return the builder
	 */
	<C> ConnectionManager.Builder<C> manager(String name, Connector<C> connector, @Nullable AsyncOpener<C> asyncOpener);

	/**
	 * Returns a builder of a runtime.
	 * @return the builder
	 */
	ConnectionRuntime.Builder runtime();

	/**
	 * Returns a builder of a member of a group.
	 * @param name the name of the group
	 * @param store where the members agree
	 * @return the builder
	 */
	ExclusiveGroup.Builder group(String name, CoordinationStore store);

	/**
	 * Returns the runtime of managers that were built without one.
	 * @return the shared runtime
	 */
	ConnectionRuntime sharedRuntime();

}
