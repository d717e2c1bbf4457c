package io.connectionmanager.spring.lifecycle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.spring.ConnectionSuspendedEvent;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;

/**
 * Starts and stops the connections of an application with its context: before the web
 * server accepts requests, and after it has drained.
 * <ul>
 * <li>It is running from a start until a stop, regardless of the state of the
 * connections. A connection that waits for its next attempt is therefore stopped
 * too.</li>
 * <li>The first start starts the connections with {@code auto-start}. A start after a
 * stop (a context that is paused and restarted) restores the connections: one started by
 * hand is started again, one stopped by an operator stays stopped.</li>
 * <li>Exclusive connections go to other replicas: before the connections stop, the group
 * announces that it leaves.</li>
 * <li>When the application ends, all managers in the registry are closed, and then the
 * groups. Stopping and closing share one budget: twice the longest drain timeout.</li>
 * </ul>
 */
public final class ConnectionLifecycle
		implements SmartLifecycle, DisposableBean, ApplicationListener<ConnectionSuspendedEvent>, Ordered {

	/**
	 * The phase, which is that of other clients. Executors start earlier; web servers and
	 * listener containers start later, and stop earlier.
	 */
	public static final int PHASE = 0;

	private final ConnectionManagers managers;

	private final Function<String, ConnectionStartup> startups;

	private final ContextEvents events;

	private final StartupWait startupWait;

	private final ConnectionShutdown shutdown;

	// Guarded by this: whether managers were started when this lifecycle last stopped
	// them.
	private final Map<ConnectionManager<?>, Boolean> before = new IdentityHashMap<>();

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param managers the managers to start and stop
	 * @param startups the startup by name of the connection
	 * @param groups the groups to leave and to close
	 * @param events publishes events, which the first start opens
	 * @param runtime the source of time
	 */
	public ConnectionLifecycle(ConnectionManagers managers, Function<String, ConnectionStartup> startups,
			Supplier<? extends Collection<ExclusiveGroup>> groups, ContextEvents events, ConnectionRuntime runtime) {
		this.managers = managers;
		this.startups = startups;
		this.events = events;
		this.startupWait = new StartupWait(runtime.timer());
		this.shutdown = new ConnectionShutdown(managers, groups, runtime);
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public void start() {
		if (this.running) {
			return;
		}
		this.running = true;
		this.events.open();
		List<ConnectionManager<?>> starting = new ArrayList<>();
		List<StartupWait.Waited> waited = new ArrayList<>();
		for (ConnectionManager<?> manager : this.managers.stream().toList()) {
			ConnectionStartup startup = this.startups.apply(manager.name());
			if (wasStarted(manager, startup.auto())) {
				starting.add(manager);
				if (startup.waits()) {
					waited.add(new StartupWait.Waited(manager, startup));
				}
			}
		}
		this.startupWait.expect(waited);
		for (ConnectionManager<?> manager : starting) {
			manager.start();
		}
		try {
			this.startupWait.await();
		}
		catch (RuntimeException ex) {
			stop();
			throw ex;
		}
	}

	// For a manager that is created while the application runs.
	void startLate(ConnectionManager<?> manager) {
		if (this.running && this.startups.apply(manager.name()).auto()) {
			manager.start();
		}
	}

	private synchronized boolean wasStarted(ConnectionManager<?> manager, boolean atFirst) {
		Boolean started = this.before.remove(manager);
		return (started != null) ? started : atFirst;
	}

	private synchronized void remember() {
		this.before.clear();
		for (ConnectionManager<?> manager : this.managers.stream().toList()) {
			ConnectionState state = manager.snapshot().state();
			this.before.put(manager, state != ConnectionState.STOPPED && state != ConnectionState.CLOSED);
		}
	}

	@Override
	public void stop() {
		this.shutdown.await(beginStop());
	}

	@Override
	public void stop(Runnable callback) {
		beginStop().whenComplete((nothing, failure) -> callback.run());
	}

	private CompletableFuture<Void> beginStop() {
		if (this.running) {
			remember();
			this.running = false;
		}
		return this.shutdown.stop();
	}

	// Manager beans are also closed by the context; managers that were added while the
	// application runs are closed only here.
	@Override
	public void destroy() {
		this.running = false;
		this.shutdown.close();
	}

	// A suspended connection makes no further attempts, so there is nothing to wait for.
	@Override
	public void onApplicationEvent(ConnectionSuspendedEvent event) {
		this.startupWait.giveUp(event.name());
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
