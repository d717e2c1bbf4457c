package io.connectionmanager.coordination.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;

import io.connectionmanager.connector.test.FaultProxy;
import io.connectionmanager.connector.test.TestServer;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Durability;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.StoreException;
import io.connectionmanager.coordination.StoreRejectedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Connections and servers that fail.
 */
final class FaultScenarios {

	/** Longer than any test waits. */
	private static final Duration LONG = Duration.ofMinutes(2);

	private static final int INCREMENTS = 30;

	private static final int CUT_EVERY = 5;

	private final StoreRun run;

	private final String key;

	FaultScenarios(StoreRun run) {
		this.run = run;
		this.key = run.claim("a");
	}

	void interrupt() throws Exception {
		CoordinationStore store = this.run.proxiedStore(LONG);
		long version = StoreRun.done(store, new Change.Create(this.key, "first"));
		this.run.proxy().silence();
		interrupt(store, () -> store.list(this.key));
		interrupt(store, () -> store.apply(List.of(new Change.Replace(this.key, version, "second"))));
		CompletableFuture<Throwable> early = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			Thread.currentThread().interrupt();
			early.complete(catchThrowable(() -> store.list(this.key)));
		});
		thread.start();
		assertThat(StoreRun.get(early)).as("result of a call by a thread that is interrupted")
			.isInstanceOf(StoreException.class);
	}

	private void interrupt(CoordinationStore store, Runnable call) throws Exception {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		AtomicBoolean interrupted = new AtomicBoolean();
		Thread thread = new Thread(() -> {
			Throwable thrown = catchThrowable(call::run);
			interrupted.set(Thread.currentThread().isInterrupted());
			failure.complete(thrown);
		});
		thread.start();
		awaitInside(store, thread);
		assertThat(failure).as("call over a silent connection").isNotDone();
		thread.interrupt();
		assertThat(failure.get(StoreRun.patience.toMillis(), TimeUnit.MILLISECONDS)).as("result of an interrupted call")
			.isInstanceOf(StoreException.class);
		assertThat(interrupted).as("the thread is still interrupted").isTrue();
	}

	static void awaitInside(CoordinationStore store, Thread thread) {
		StoreRun.await("the thread inside the store")
			.until(() -> Stream.of(thread.getStackTrace())
				.anyMatch((frame) -> frame.getClassName().equals(store.getClass().getName())));
	}

	void silence() throws Exception {
		CoordinationStore store = this.run.proxiedStore(StoreRun.SHORT);
		long version = StoreRun.done(store, new Change.Create(this.key, "first"));
		for (int round = 0; round < 2; round++) {
			this.run.proxy().silence();
			List<Future<Throwable>> calls = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				calls.add(failure(() -> store.list(this.key)));
				calls.add(failure(() -> store.apply(List.of(new Change.Replace(this.key, version - 1, "never")))));
			}
			for (Future<Throwable> call : calls) {
				requireFailure(StoreRun.get(call));
			}
			this.run.proxy().pass();
			awaitWorking(store);
		}
		assertThat(StoreRun.entry(store, this.key)).isEqualTo(new Entry(this.key, version, "first"));
	}

	void noConnection() throws Exception {
		FaultProxy proxy = this.run.proxy();
		for (Runnable fault : List.<Runnable>of(proxy::stall, proxy::hang, proxy::refuse, proxy::reset, proxy::drop)) {
			fault.run();
			CoordinationStore store = this.run.proxiedStore(StoreRun.SHORT);
			requireFailure(StoreRun.get(failure(() -> store.list(this.key))));
			requireFailure(
					StoreRun.get(failure(() -> store.apply(List.of(new Change.Create(this.run.claim("b"), ""))))));
			proxy.pass();
			awaitWorking(store);
			store.close();
		}
	}

	/** Returns how a call failed, or that it did not end in time. */
	private Future<Throwable> failure(Runnable call) {
		return this.run.async(() -> {
			long start = System.nanoTime();
			Throwable thrown = catchThrowable(call::run);
			Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
			assertThat(elapsed).as("duration of a call with a timeout of %s", StoreRun.SHORT)
				.isLessThan(StoreRun.BOUND);
			return thrown;
		});
	}

	private static void requireFailure(Throwable thrown) {
		assertThat(thrown).as("result of a call while the server cannot be reached")
			.isInstanceOf(StoreException.class)
			.isNotInstanceOf(StoreRejectedException.class)
			.extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
			.isNotBlank();
	}

	void cut() {
		CoordinationStore store = this.run.proxiedStore(StoreRun.SHORT);
		StoreRun.done(store, new Change.Create(this.key, "first"));
		for (int i = 0; i < 3; i++) {
			this.run.proxy().cut();
			awaitWorking(store);
			this.run.proxy().disconnect();
			awaitWorking(store);
		}
	}

	private void awaitWorking(CoordinationStore store) {
		StoreRun.await("the store to work again")
			.ignoreExceptionsInstanceOf(StoreException.class)
			.until(() -> store.list(this.run.group() + "/") != null);
		StoreRun.await("changes to work again").ignoreExceptionsInstanceOf(StoreException.class).until(() -> {
			String other = this.run.claim("working");
			Entry entry = store.list(other).get(other);
			return StoreRun.isDone(StoreRun.apply(store, (entry != null)
					? new Change.Replace(other, entry.version(), "yes") : new Change.Create(other, "yes")));
		});
	}

	void lostAnswers() throws Exception {
		CoordinationStore store = this.run.proxiedStore(StoreRun.SHORT);
		StoreRun.done(store, new Change.Create(this.key, "0"));
		List<Future<Void>> cuts = new ArrayList<>();
		int done = 0;
		int unknown = 0;
		for (int attempt = 1; done < INCREMENTS; attempt++) {
			try {
				Entry entry = StoreRun.entry(store, this.key);
				String next = Integer.toString(Integer.parseInt(entry.value()) + 1);
				if (attempt % CUT_EVERY == 0) {
					cuts.add(this.run.async(this::cutConnections));
				}
				unknown++;
				boolean made = StoreRun
					.isDone(StoreRun.apply(store, new Change.Replace(this.key, entry.version(), next)));
				unknown--;
				done += made ? 1 : 0;
			}
			catch (StoreException ex) {
				// The outcome is unknown, or the list failed.
			}
		}
		for (Future<Void> cut : cuts) {
			StoreRun.get(cut);
		}
		int value = Integer.parseInt(StoreRun.entry(this.run.store(), this.key).value());
		assertThat(value).as("changes made").isBetween(done, done + unknown);
	}

	private Void cutConnections() {
		this.run.proxy().cut();
		return null;
	}

	void restart() {
		TestServer server = this.run.contract().server();
		CoordinationStore store = this.run.proxiedStore(StoreRun.SHORT);
		long version = StoreRun.done(store, new Change.Create(this.key, "first"));
		version = StoreRun.done(store, new Change.Replace(this.key, version, "second"));
		server.kill();
		try {
			requireFailure(catchThrowable(() -> store.list(this.key)));
		}
		finally {
			server.start();
		}
		awaitWorking(store);
		if (store.durability() == Durability.STRONG) {
			assertThat(StoreRun.entry(store, this.key)).isEqualTo(new Entry(this.key, version, "second"));
		}
	}

}
