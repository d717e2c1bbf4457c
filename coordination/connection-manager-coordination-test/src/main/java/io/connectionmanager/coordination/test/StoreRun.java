package io.connectionmanager.coordination.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.connector.test.FaultProxy;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;

/**
 * What one test of the contract works with: stores, a proxy, threads, and a group of its
 * own.
 */
final class StoreRun implements AutoCloseable {

	/** The timeout of stores that are to fail. */
	static final Duration SHORT = Duration.ofSeconds(2);

	/** With what a busy machine may add. */
	static final Duration BOUND = SHORT.plusSeconds(2);

	/**
	 * How long to wait for what should happen at once. The tests of the contract itself,
	 * which fail on purpose, are less patient.
	 */
	static volatile Duration patience = Duration.ofSeconds(20);

	private final CoordinationStoreContract contract;

	private final List<AutoCloseable> resources = new ArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final String group = "g" + UUID.randomUUID().toString().substring(0, 8);

	private @Nullable FaultProxy proxy;

	StoreRun(CoordinationStoreContract contract) {
		this.contract = contract;
	}

	CoordinationStoreContract contract() {
		return this.contract;
	}

	/** Returns a store that is connected directly, and not in a hurry. */
	CoordinationStore store() {
		return add(this.contract.createStore(this.contract.server().address(), patience));
	}

	/** Returns a store that is connected through the proxy. */
	CoordinationStore proxiedStore(Duration timeout) {
		return add(this.contract.createStore(proxy().address(), timeout));
	}

	FaultProxy proxy() {
		FaultProxy proxy = this.proxy;
		if (proxy == null) {
			proxy = add(FaultProxy.to(this.contract.server().address()));
			this.proxy = proxy;
		}
		return proxy;
	}

	<T extends AutoCloseable> T add(T resource) {
		this.resources.add(resource);
		return resource;
	}

	String group() {
		return this.group;
	}

	String claim(String name) {
		return this.group + "/claim/" + name;
	}

	<T> Future<T> async(Callable<T> task) {
		return this.threads.submit(task);
	}

	/** Runs a task on several threads at the same moment. */
	<T> List<T> race(int number, Racer<T> racer) throws Exception {
		CyclicBarrier start = new CyclicBarrier(number);
		List<Future<T>> racing = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			int index = i;
			racing.add(async(() -> {
				start.await(patience.toMillis(), TimeUnit.MILLISECONDS);
				return racer.run(index);
			}));
		}
		List<T> results = new ArrayList<>();
		for (Future<T> each : racing) {
			results.add(get(each));
		}
		return results;
	}

	static <T> T get(Future<T> future) throws Exception {
		try {
			return future.get(patience.toMillis() * 3, TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw new AssertionError("A call failed: " + ex.getCause(), ex.getCause());
		}
	}

	static ConditionFactory await(String what) {
		return Awaitility.await(what).atMost(patience).pollInterval(Duration.ofMillis(20));
	}

	/** Makes one change that must not conflict. */
	static long done(CoordinationStore store, Change change) {
		Result result = apply(store, change);
		if (result instanceof Result.Done done) {
			return done.version();
		}
		throw new AssertionError("Conflict of " + change);
	}

	static Result apply(CoordinationStore store, Change change) {
		return store.apply(List.of(change)).get(0);
	}

	static boolean isDone(Result result) {
		return result instanceof Result.Done;
	}

	static Entry entry(CoordinationStore store, String key) {
		Entry entry = store.list(key).get(key);
		if (entry == null) {
			throw new AssertionError("No entry " + key);
		}
		return entry;
	}

	@Override
	public void close() {
		if (this.proxy != null) {
			this.proxy.pass();
		}
		for (int i = this.resources.size() - 1; i >= 0; i--) {
			try {
				this.resources.get(i).close();
			}
			catch (Exception ex) {
				throw new AssertionError("Cannot close " + this.resources.get(i), ex);
			}
		}
		this.threads.shutdownNow();
	}

	@FunctionalInterface
	interface Racer<T> {

		T run(int index) throws Exception;

	}

}
