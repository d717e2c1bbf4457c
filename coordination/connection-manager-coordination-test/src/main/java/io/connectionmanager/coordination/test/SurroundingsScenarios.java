package io.connectionmanager.coordination.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a store must not do to the application, and what must not come from there.
 */
final class SurroundingsScenarios {

	private static final Duration LONG = Duration.ofMinutes(2);

	private final StoreRun run;

	private final String key;

	SurroundingsScenarios(StoreRun run) {
		this.run = run;
		this.key = run.claim("a");
	}

	void rollback() throws Exception {
		CoordinationStore store = this.run.store();
		CoordinationStore other = this.run.store();
		this.run.contract().rollBack(() -> {
			StoreRun.done(store, new Change.Create(this.key, "first"));
			assertThat(other.list(this.key)).as("entries before the rollback").containsKey(this.key);
		});
		assertThat(StoreRun.entry(other, this.key).value()).isEqualTo("first");
	}

	void close() throws Exception {
		boolean network = !this.run.contract().unsupported().containsKey(StoreFeature.NETWORK);
		CoordinationStore store = network ? this.run.proxiedStore(StoreRun.SHORT) : this.run.store();
		store.watch(this.run.claim(""), (hint) -> {
		});
		this.run.race(3, (index) -> StoreRun.done(store, new Change.Create(this.run.claim("k" + index), "")));
		if (network) {
			assertThat(this.run.proxy().open()).as("open connections").isBetween(1, 5);
		}
		store.close();
		store.close();
		catchThrowable(() -> store.list(this.key));
		catchThrowable(() -> store.watch(this.run.claim(""), (hint) -> {
		}));
		if (network) {
			StoreRun.await("all connections closed").until(() -> this.run.proxy().open() == 0);
		}
	}

	void closeWhileHanging() throws Exception {
		CoordinationStore store = this.run.proxiedStore(LONG);
		store.list(this.key);
		this.run.proxy().silence();
		AtomicReference<Thread> calling = new AtomicReference<>();
		Future<Throwable> call = this.run.async(() -> {
			calling.set(Thread.currentThread());
			return catchThrowable(() -> store.list(this.key));
		});
		StoreRun.await("the call").until(() -> calling.get() != null);
		FaultScenarios.awaitInside(store, calling.get());
		this.run.async(() -> {
			store.close();
			return null;
		}).get(StoreRun.patience.toMillis(), TimeUnit.MILLISECONDS);
		assertThat(call.get(StoreRun.patience.toMillis(), TimeUnit.MILLISECONDS))
			.as("result of a call during which the store was closed")
			.isInstanceOf(RuntimeException.class);
	}

	void clocks() throws Exception {
		assertThat(ClockUse.of(this.run.store().getClass())).as("classes that read a clock").isEmpty();
	}

	void secrets() {
		List<String> shown = new ArrayList<>();
		CoordinationStore store = this.run.store();
		shown.add(store.describe());
		shown.add(store.toString());
		assertThat(store.describe()).isNotBlank();
		if (!this.run.contract().unsupported().containsKey(StoreFeature.NETWORK)) {
			CoordinationStore unreachable = this.run.proxiedStore(StoreRun.SHORT);
			this.run.proxy().refuse();
			for (Throwable ex = catchThrowable(() -> unreachable.list(this.key)); ex != null; ex = ex.getCause()) {
				shown.add(ex.toString());
			}
		}
		for (String secret : this.run.contract().secrets()) {
			assertThat(shown).as("what is shown").noneMatch((text) -> text.contains(secret));
		}
	}

}
