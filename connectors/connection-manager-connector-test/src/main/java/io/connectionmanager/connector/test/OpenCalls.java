package io.connectionmanager.connector.test;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.OpenInterceptor;

/**
 * Counts the calls of {@code open} that have not ended: neither returned nor, if they
 * returned a stage, completed. Remembers all attempts and connections weakly.
 * Thread-safe.
 */
final class OpenCalls implements OpenInterceptor {

	private final AtomicInteger begun = new AtomicInteger();

	private final AtomicInteger underWay = new AtomicInteger();

	private final List<WeakReference<Object>> attempts = new CopyOnWriteArrayList<>();

	private final List<WeakReference<Object>> connections = new CopyOnWriteArrayList<>();

	@Override
	public <T> T open(ConnectionAttempt attempt, Callable<T> opening) throws Exception {
		this.attempts.add(new WeakReference<>(attempt));
		this.underWay.incrementAndGet();
		this.begun.incrementAndGet();
		T opened;
		try {
			opened = opening.call();
		}
		catch (Throwable ex) {
			this.underWay.decrementAndGet();
			throw ex;
		}
		if (opened instanceof CompletionStage<?> stage) {
			stage.whenComplete((connection, failure) -> {
				if (connection != null) {
					this.connections.add(new WeakReference<>(connection));
				}
				this.underWay.decrementAndGet();
			});
		}
		else {
			this.connections.add(new WeakReference<>(opened));
			this.underWay.decrementAndGet();
		}
		return opened;
	}

	int begun() {
		return this.begun.get();
	}

	int underWay() {
		return this.underWay.get();
	}

	/** Returns the number of attempts that something still refers to. */
	long reachableAttempts() {
		return reachable(this.attempts);
	}

	/** Returns the number of connections that something still refers to. */
	long reachableConnections() {
		return reachable(this.connections);
	}

	private static long reachable(List<WeakReference<Object>> references) {
		references.removeIf((it) -> it.get() == null);
		return references.size();
	}

}
