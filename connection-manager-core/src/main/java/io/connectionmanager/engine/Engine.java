package io.connectionmanager.engine;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.AsyncOpener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagerProvider;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.Connector;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.engine.exclusive.GroupBuilder;
import io.connectionmanager.engine.runtime.RuntimeBuilder;

/**
 * The entry point of the engine, which creates managers and runtimes.
 */
public final class Engine implements ConnectionManagerProvider {

	/**
	 * Creates the provider, for {@link java.util.ServiceLoader}.
	 */
	public Engine() {
	}

	@Override
	public <C> ConnectionManager.Builder<C> manager(String name, Connector<C> connector,
			@Nullable AsyncOpener<C> asyncOpener) {
		return new ManagerBuilder<>(name, connector, asyncOpener);
	}

	@Override
	public ExclusiveGroup.Builder group(String name, CoordinationStore store) {
		return new GroupBuilder(name, store);
	}

	@Override
	public ConnectionRuntime.Builder runtime() {
		return new RuntimeBuilder();
	}

	@Override
	public ConnectionRuntime sharedRuntime() {
		return Shared.RUNTIME;
	}

	private static final class Shared {

		/** Never closed: its idle threads end on their own. */
		private static final ConnectionRuntime RUNTIME = new RuntimeBuilder().shared();

		private Shared() {
		}

	}

}
