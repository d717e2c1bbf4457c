package io.connectionmanager.spring.lifecycle;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.spring.ConnectionSuspendedEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;

/**
 * Starts and stops the connections of an application with its context: before the web
 * server lets traffic in, and after it has drained.
 * <p>
 * It runs from a start until a stop, whatever state the connections are in, so that a
 * connection that is between two attempts is stopped too. It can be started again, and so
 * paused and resumed with the context. A connection that is not to be started
 * automatically is never started here, but stopped. When the application ends for good,
 * all managers of the registry are closed.
 */
public final class ConnectionLifecycle
		implements SmartLifecycle, DisposableBean, ApplicationListener<ConnectionSuspendedEvent>, Ordered {

	/**
	 * The phase: that of other clients. Executors come before it; web servers and
	 * listener containers come after it, and stop before it.
	 */
	public static final int PHASE = 0;

	private static final Log logger = LogFactory.getLog(ConnectionLifecycle.class);

	private final ConnectionManagers managers;

	private final Function<String, ConnectionStartup> startups;

	private final ConnectionEventPublisher events;

	private final StartupWait startupWait = new StartupWait();

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param managers the managers to start and stop
	 * @param startups finds how the connection of a name is started
	 * @param events the publisher, opened with the first start
	 */
	public ConnectionLifecycle(ConnectionManagers managers, Function<String, ConnectionStartup> startups,
			ConnectionEventPublisher events) {
		this.managers = managers;
		this.startups = startups;
		this.events = events;
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
		List<StartupWait.Waited> waited = this.managers.stream()
			.map((manager) -> new StartupWait.Waited(manager, this.startups.apply(manager.name())))
			.filter((candidate) -> candidate.startup().waits())
			.toList();
		this.startupWait.expect(waited);
		this.managers.stream()
			.filter((manager) -> this.startups.apply(manager.name()).auto())
			.forEach(ConnectionManager::start);
		try {
			this.startupWait.await();
		}
		catch (RuntimeException ex) {
			stop();
			throw ex;
		}
	}

	@Override
	public void stop() {
		stopManagers().join();
	}

	@Override
	public void stop(Runnable callback) {
		stopManagers().whenComplete((stopped, ex) -> callback.run());
	}

	// All at once; how long each of them takes is bounded by its drain timeout.
	private CompletableFuture<Void> stopManagers() {
		this.running = false;
		return CompletableFuture.allOf(this.managers.stream().map(this::stop).toArray(CompletableFuture<?>[]::new));
	}

	private CompletableFuture<Void> stop(ConnectionManager<?> manager) {
		try {
			return manager.stop().toCompletableFuture();
		}
		catch (RuntimeException ex) {
			logger.warn("Connection '%s' could not be stopped".formatted(manager.name()), ex);
			return CompletableFuture.completedFuture(null);
		}
	}

	// Those that are beans are closed as such; those that were added while the
	// application
	// runs are nobody's.
	@Override
	public void destroy() {
		stopManagers().join();
		this.managers.stream().forEach(ConnectionManager::close);
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
