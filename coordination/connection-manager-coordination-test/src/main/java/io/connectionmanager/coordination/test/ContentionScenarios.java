package io.connectionmanager.coordination.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several stores that change the same entries at the same time. Losing is a conflict,
 * never an exception.
 */
final class ContentionScenarios {

	private static final int STORES = 3;

	private static final int THREADS = 9;

	private static final int ROUNDS = 10;

	private final StoreRun run;

	private final List<CoordinationStore> stores = new ArrayList<>();

	ContentionScenarios(StoreRun run) {
		this.run = run;
		for (int i = 0; i < STORES; i++) {
			this.stores.add(run.store());
		}
	}

	void create() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			String key = this.run.claim("r" + round);
			race(key, (index) -> new Change.Create(key, "by " + index));
		}
	}

	void replace() throws Exception {
		String key = this.run.claim("a");
		StoreRun.done(this.stores.get(0), new Change.Create(key, "first"));
		for (int round = 0; round < ROUNDS; round++) {
			long version = StoreRun.entry(this.stores.get(0), key).version();
			race(key, (index) -> new Change.Replace(key, version, "by " + index));
		}
	}

	private void race(String key, IntFunction<Change> change) throws Exception {
		List<Result> results = this.run.race(THREADS, (index) -> StoreRun.apply(store(index), change.apply(index)));
		List<Integer> winners = winners(results);
		assertThat(winners).as("winners").hasSize(1);
		int winner = winners.get(0);
		assertThat(StoreRun.entry(this.stores.get(0), key))
			.isEqualTo(new Entry(key, ((Result.Done) results.get(winner)).version(), "by " + winner));
	}

	void delete() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			String key = this.run.claim("r" + round);
			long version = StoreRun.done(this.stores.get(0), new Change.Create(key, "first"));
			List<Result> results = this.run.race(THREADS, (index) -> StoreRun.apply(store(index),
					(index % 2 == 0) ? new Change.Delete(key, version) : new Change.Replace(key, version, "kept")));
			List<Integer> winners = winners(results);
			assertThat(winners).as("winners").hasSize(1);
			Map<String, Entry> left = this.stores.get(0).list(key);
			assertThat(left.keySet()).isEqualTo((winners.get(0) % 2 == 0) ? Collections.emptySet() : Set.of(key));
		}
	}

	void batches() throws Exception {
		int size = 250;
		List<Change> creates = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			creates.add(new Change.Create(this.run.claim("k" + i), "first"));
		}
		this.stores.get(0).apply(creates);
		for (int round = 0; round < ROUNDS; round++) {
			Map<String, Entry> before = this.stores.get(0).list(this.run.claim(""));
			List<List<Change>> batches = new ArrayList<>();
			for (int i = 0; i < STORES; i++) {
				List<Change> batch = new ArrayList<>();
				before.values().forEach((entry) -> batch.add(new Change.Replace(entry.key(), entry.version(), "won")));
				Collections.shuffle(batch, new Random(i));
				batches.add(batch);
			}
			List<List<Result>> results = this.run.race(STORES, (index) -> store(index).apply(batches.get(index)));
			Map<String, Entry> after = this.stores.get(0).list(this.run.claim(""));
			for (String key : before.keySet()) {
				List<Long> won = new ArrayList<>();
				for (int i = 0; i < STORES; i++) {
					for (int j = 0; j < size; j++) {
						if (batches.get(i).get(j).key().equals(key)
								&& results.get(i).get(j) instanceof Result.Done done) {
							won.add(done.version());
						}
					}
				}
				assertThat(won).as("winners of %s", key)
					.isEqualTo(Stream.ofNullable(after.get(key)).map(Entry::version).toList());
			}
		}
	}

	void counter() throws Exception {
		String key = this.run.claim("counter");
		StoreRun.done(this.stores.get(0), new Change.Create(key, "0"));
		int increments = 20;
		this.run.race(STORES, (index) -> {
			CoordinationStore store = store(index);
			for (int made = 0; made < increments;) {
				Entry entry = StoreRun.entry(store, key);
				String next = Integer.toString(Integer.parseInt(entry.value()) + 1);
				made += StoreRun.isDone(StoreRun.apply(store, new Change.Replace(key, entry.version(), next))) ? 1 : 0;
			}
			return index;
		});
		assertThat(StoreRun.entry(this.stores.get(0), key).value()).isEqualTo(Integer.toString(STORES * increments));
	}

	private CoordinationStore store(int index) {
		return this.stores.get(index % STORES);
	}

	private static List<Integer> winners(List<Result> results) {
		List<Integer> winners = new ArrayList<>();
		for (int i = 0; i < results.size(); i++) {
			if (StoreRun.isDone(results.get(i))) {
				winners.add(i);
			}
		}
		return winners;
	}

}
