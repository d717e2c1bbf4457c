package io.connectionmanager.spring.lifecycle;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.spring.ConnectionSuspendedEvent;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;

/**
 * Starts and stops the connections of an application with its context: before the web
 * server accepts requests, and after it has drained.
 * <ul>
 * <li>It runs from a start until a stop, whatever state the connections are in, so that a
 * connection that is waiting for its next attempt is stopped too.</li>
 * <li>The first start starts the connections with automatic start. A start after a stop
 * (a context that is paused and restarted) restores what was: a connection that was
 * started by hand is started again, one that an operator had stopped is not.</li>
 * <li>When the application ends, all managers of the registry are closed. Stopping and
 * closing share one budget: twice the longest drain timeout.</li>
 * </ul>
 */
public final class ConnectionLifecycle
		implements SmartLifecycle, DisposableBean, ApplicationListener<ConnectionSuspendedEvent>, Ordered {

	/**
	 * The phase: that of other clients. Executors come before it; web servers and
	 * listener containers come after it, and stop before it.
	 */
	public static final int PHASE = 0;

	private final ConnectionManagers managers;

	private final Function<String, ConnectionStartup> startups;

	private final ConnectionEventPublisher events;

	private final StartupWait startupWait;

	private final ConnectionShutdown shutdown;

	// Guarded by this: which connections were started when they were last stopped here.
	private final Map<ConnectionManager<?>, Boolean> before = new IdentityHashMap<>();

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param managers the managers to start and stop
	 * @param startups finds how the connection of a name is started
	 * @param events the publisher, opened with the first start
	 * @param runtime the source of time
	 */
	public ConnectionLifecycle(ConnectionManagers managers, Function<String, ConnectionStartup> startups,
			ConnectionEventPublisher events, ConnectionRuntime runtime) {
		this.managers = managers;
		this.startups = startups;
		this.events = events;
		this.startupWait = new StartupWait(runtime.timer());
		this.shutdown = new ConnectionShutdown(managers, runtime);
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

	// A manager that is created while the application runs.
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
		beginStop();
		this.shutdown.awaitStop();
	}

	@Override
	public void stop(Runnable callback) {
		beginStop();
		this.shutdown.whenStopped(callback);
	}

	private void beginStop() {
		if (this.running) {
			remember();
			this.running = false;
		}
		this.shutdown.stop();
	}

	// Managers that are beans are closed as such too; those that were added while the
	// application runs are nobody else's.
	@Override
	public void destroy() {
		this.running = false;
		this.shutdown.close();
	}

	// There is no point in waiting for a connection that no longer tries.
	@Override
	public void onApplicationEvent(ConnectionSuspendedEvent event) {
		this.startupWait.giveUp(event.name());
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
