package io.connectionmanager;

/**
 * What makes managers and runtimes. There is one, found through
 * {@link java.util.ServiceLoader}, so that the API need not know its engine. Applications
 * use {@link ConnectionManager#builder} and {@link ConnectionRuntime#builder()}.
 */
public interface ConnectionManagerProvider {

	/**
	 * Returns a builder of a manager.
	 * @param <C> the type of the connection
	 * @param name the name of the connection
	 * @param connector opens and closes the connection
	 * @return the builder
	 */
	<C> ConnectionManager.Builder<C> manager(String name, Connector<C> connector);

	/**
	 * Returns a builder of a runtime.
	 * @return the builder
	 */
	ConnectionRuntime.Builder runtime();

	/**
	 * Returns the runtime of managers that were not given one.
	 * @return the shared runtime
	 */
	ConnectionRuntime sharedRuntime();

}
