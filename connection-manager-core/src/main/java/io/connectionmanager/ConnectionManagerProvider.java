package io.connectionmanager;

import org.jspecify.annotations.Nullable;

/**
 * Makes managers and runtimes. There is one, found through
 * {@link java.util.ServiceLoader}, so that the API does not depend on its engine.
 * Applications use {@link ConnectionManager#builder} and
 * {@link ConnectionRuntime#builder()}.
 */
public interface ConnectionManagerProvider {

	/**
	 * Returns a builder of a manager.
	 * @param <C> the type of the connection
	 * @param name the name of the connection
	 * @param connector opens and closes the connection
	 * @param asyncOpener opens the connection without blocking a worker, in place of the
	 * connector's own {@code open}; {@code null} if there is no such way
	 * @return the builder
	 */
	<C> ConnectionManager.Builder<C> manager(String name, Connector<C> connector, @Nullable AsyncOpener<C> asyncOpener);

	/**
	 * Returns a builder of a runtime.
	 * @return the builder
	 */
	ConnectionRuntime.Builder runtime();

	/**
	 * Returns the runtime of managers that were built without one.
	 * @return the shared runtime
	 */
	ConnectionRuntime sharedRuntime();

}
