package io.connectionmanager.spring.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.connectionmanager.ClaimSnapshot;
import io.connectionmanager.ClaimSnapshot.WaitsFor;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.DurationText;
import io.connectionmanager.ExclusiveGroup;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Waits for connections at the start of the application: for all of them together, each
 * within its own timeout. An exclusive connection that another replica holds is not
 * waited for: this replica is ready to take over.
 */
final class StartupWait {

	private static final Log logger = LogFactory.getLog(StartupWait.class);

	/** How often to look whether another replica holds a connection, in nanoseconds. */
	private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);

	// Completed with whether the connection came up, or need not.
	private final Map<String, CompletableFuture<Boolean>> outcomes = new ConcurrentHashMap<>();

	private final ConnectionRuntime.Timer timer;

	private List<Waited> waited = List.of();

	StartupWait(ConnectionRuntime.Timer timer) {
		this.timer = timer;
	}

	/**
	 * Sets the connections to wait for. Must be called before they are started, so that
	 * no outcome is missed.
	 * @param waited the connections
	 */
	void expect(List<Waited> waited) {
		this.waited = waited;
		this.outcomes.clear();
		for (Waited each : waited) {
			this.outcomes.put(each.name(), new CompletableFuture<>());
		}
	}

	void giveUp(String name) {
		CompletableFuture<Boolean> outcome = this.outcomes.get(name);
		if (outcome != null) {
			outcome.complete(false);
		}
	}

	void await() {
		if (this.waited.isEmpty()) {
			return;
		}
		List<Runnable> cleanUp = new ArrayList<>();
		for (Waited each : this.waited) {
			watch(each, cleanUp);
		}
		try {
			// Without a time limit: closing the context interrupts the thread that starts
			// it only if that thread waits indefinitely.
			CompletableFuture.allOf(this.outcomes.values().toArray(CompletableFuture<?>[]::new)).get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			cleanUp.forEach(Runnable::run);
		}
		report();
	}

	private void watch(Waited each, List<Runnable> cleanUp) {
		CompletableFuture<Boolean> outcome = outcome(each);
		cleanUp.add(this.timer.schedule(() -> outcome.complete(false), each.startup().timeout().toNanos()));
		cleanUp.add(each.manager().subscribe((connection) -> outcome.complete(true))::cancel);
		each.manager().exclusiveGroup().ifPresent((group) -> look(group, each, outcome));
	}

	// Nothing is announced while a manager stands by.
	private void look(ExclusiveGroup group, Waited each, CompletableFuture<Boolean> outcome) {
		Optional<WaitsFor> waitsFor = group.claim(each.name()).flatMap(ClaimSnapshot::waitsFor);
		if (waitsFor.filter(WaitsFor.HOLDER::equals).isPresent()) {
			outcome.complete(true);
		}
		else if (!outcome.isDone()) {
			this.timer.schedule(() -> look(group, each, outcome), LOOK);
		}
	}

	private CompletableFuture<Boolean> outcome(Waited each) {
		return this.outcomes.computeIfAbsent(each.name(), (name) -> new CompletableFuture<>());
	}

	private void report() {
		List<Waited> missing = this.waited.stream().filter((each) -> !outcome(each).getNow(false)).toList();
		List<Waited> required = missing.stream()
			.filter((each) -> each.startup().mode() == StartupMode.REQUIRED)
			.toList();
		if (!required.isEmpty()) {
			throw new FailureAnalyzedException(
					"Connections that are required to start the application are not up:%n%n%s"
						.formatted(describe(required)),
					"Make their peers (and the store of exclusive connections) available, increase "
							+ "'connection-manager.startup-timeout', or start without them "
							+ "('connection-manager.startup: background'). Both properties can be set for a single "
							+ "connection.");
		}
		if (!missing.isEmpty()) {
			logger.warn("The application starts without connections that did not come up in time:%n%n%s"
				.formatted(describe(missing)));
		}
	}

	private static String describe(List<Waited> connections) {
		return connections.stream().map(Waited::describe).collect(Collectors.joining(System.lineSeparator()));
	}

	/**
	 * A connection to wait for.
	 *
	 * @param manager its manager
	 * @param startup its startup
	 */
	record Waited(ConnectionManager<?> manager, ConnectionStartup startup) {

		String name() {
			return this.manager.name();
		}

		String describe() {
			ConnectionSnapshot<?> snapshot = this.manager.snapshot();
			String failure = storeFailure().or(() -> snapshot.lastFailure().map(this.manager.masking()::describe))
				.orElse("none");
			return "    %s: %s since %s, waited for up to %s, attempt %d, last failure: %s".formatted(name(),
					snapshot.state(), snapshot.since(), DurationText.format(this.startup.timeout()), snapshot.attempt(),
					failure);
		}

		/** The store of an exclusive connection, if that is what it waits for. */
		private Optional<String> storeFailure() {
			return this.manager.exclusiveGroup()
				.map(ExclusiveGroup::snapshot)
				.flatMap((group) -> group.storeFailure()
					.map((failure) -> "the store %s: %s".formatted(group.store(), failure)));
		}

	}

}
