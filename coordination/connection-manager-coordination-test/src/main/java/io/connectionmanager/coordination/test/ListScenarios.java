package io.connectionmanager.coordination.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Entries that are listed, while they change and while they do not.
 */
final class ListScenarios {

	private static final int LONGEST_KEY = 512;

	private static final int LONGEST_VALUE = 1_000;

	private static final int MANY = 10_000;

	private static final int BATCH = 500;

	private final StoreRun run;

	private final CoordinationStore store;

	ListScenarios(StoreRun run) {
		this.run = run;
		this.store = run.store();
	}

	void prefix() {
		String group = this.run.group();
		List<String> keys = List.of("claim/a", "claim/ab", "claim/b", "claims", "claim", "member/a/1", "member/a/2",
				"member/ab/1", "member/b/1");
		keys.forEach((key) -> StoreRun.done(this.store, new Change.Create(group + "/" + key, key)));
		for (String prefix : List.of("", "c", "claim", "claim/", "claim/a", "claim/ab", "claim/abc", "member/",
				"member/a", "member/a/", "member/a/2", "n")) {
			Set<String> expected = keys.stream()
				.filter((key) -> key.startsWith(prefix))
				.map((key) -> group + "/" + key)
				.collect(Collectors.toSet());
			assertThat(this.store.list(group + "/" + prefix).keySet()).as("entries of %s", prefix).isEqualTo(expected);
		}
	}

	void exactKeys() {
		List<String> names = List.of("a_b", "a%b", "aXb", "a%", "a%25b", "a.b", "a~b", "a-b", "a@b", "a:b", "A_B",
				"A_b", "a", "A", "\u00e4", "a\u0308", "\u00c4", "ss", "\u00df", "\u6f22\u5b57", "0", "00");
		Map<String, Long> versions = new LinkedHashMap<>();
		for (String name : names) {
			String key = this.run.claim(name);
			versions.put(key, StoreRun.done(this.store, new Change.Create(key, name)));
		}
		versions.forEach((key, version) -> {
			Set<String> expected = versions.keySet()
				.stream()
				.filter((other) -> other.startsWith(key))
				.collect(Collectors.toSet());
			Map<String, Entry> found = this.store.list(key);
			assertThat(found.keySet()).as("entries of %s", key).isEqualTo(expected);
			assertThat(found.get(key)).isEqualTo(new Entry(key, version, key.substring(key.lastIndexOf('/') + 1)));
		});
		versions.forEach((key, version) -> {
			StoreRun.done(this.store, new Change.Delete(key, version));
			assertThat(this.store.list(key)).as("entries of %s", key).doesNotContainKey(key);
		});
		assertThat(this.store.list(this.run.group() + "/")).isEmpty();
	}

	void longest() {
		String key = this.run.claim("");
		key += "k".repeat(LONGEST_KEY - 1 - key.length());
		String value = "v".repeat(LONGEST_VALUE - 1);
		for (String end : List.of("a", "b")) {
			StoreRun.done(this.store, new Change.Create(key + end, value + end));
		}
		assertThat(this.store.list(key)).hasSize(2);
		for (String end : List.of("a", "b")) {
			Entry entry = StoreRun.entry(this.store, key + end);
			assertThat(entry.value()).isEqualTo(value + end);
			StoreRun.done(this.store, new Change.Replace(key + end, entry.version(), "\u6f22".repeat(LONGEST_VALUE)));
			assertThat(StoreRun.entry(this.store, key + end).value()).isEqualTo("\u6f22".repeat(LONGEST_VALUE));
		}
	}

	void groups() {
		List<String> groups = new ArrayList<>();
		for (String end : List.of("", "x", "_", "%", ".", "-", "%25")) {
			groups.add(this.run.group() + end);
		}
		groups.add(this.run.group().toUpperCase(Locale.ROOT));
		groups.forEach((group) -> StoreRun.done(this.store, new Change.Create(group + "/claim/a", group)));
		groups.forEach((group) -> {
			assertThat(this.store.list(group + "/").values()).as("entries of %s", group)
				.extracting(Entry::value)
				.containsExactly(group);
			assertThat(this.store.list(group + "/claim/").keySet()).containsExactly(group + "/claim/a");
		});
	}

	void recent() throws Exception {
		String key = this.run.claim("a");
		AtomicLong acknowledged = new AtomicLong(StoreRun.done(this.store, new Change.Create(key, "first")));
		AtomicBoolean over = new AtomicBoolean();
		Future<Void> writer = this.run.async(() -> {
			while (!over.get()) {
				acknowledged.set(StoreRun.done(this.store, new Change.Replace(key, acknowledged.get(), "next")));
			}
			return null;
		});
		try {
			CoordinationStore other = this.run.store();
			long former = 0;
			for (int changes = 0; changes < 50 && !writer.isDone();) {
				long before = acknowledged.get();
				assertThat(StoreRun.entry(other, key).version()).as("version in another store")
					.isGreaterThanOrEqualTo(before);
				changes += (before != former) ? 1 : 0;
				former = before;
			}
		}
		finally {
			over.set(true);
		}
		StoreRun.get(writer);
		assertThat(StoreRun.entry(this.store, key).version()).as("version in its own store")
			.isEqualTo(acknowledged.get());
	}

	void complete() throws Exception {
		int size = 200;
		Map<String, Long> versions = new LinkedHashMap<>();
		List<Change> creates = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			creates.add(new Change.Create(this.run.claim("k" + i), "first"));
		}
		update(versions, creates);
		AtomicInteger rounds = new AtomicInteger();
		AtomicBoolean over = new AtomicBoolean();
		Future<Void> writer = this.run.async(() -> {
			while (!over.get()) {
				List<Change> changes = new ArrayList<>();
				versions.forEach(
						(key, version) -> changes.add(new Change.Replace(key, version, "x".repeat(changes.size()))));
				update(versions, changes);
				rounds.incrementAndGet();
			}
			return null;
		});
		try {
			CoordinationStore other = this.run.store();
			while (rounds.get() < 10 && !writer.isDone()) {
				assertThat(other.list(this.run.claim(""))).hasSize(size);
			}
		}
		finally {
			over.set(true);
		}
		StoreRun.get(writer);
	}

	private void update(Map<String, Long> versions, List<Change> changes) {
		List<Result> results = this.store.apply(changes);
		for (int i = 0; i < changes.size(); i++) {
			versions.put(changes.get(i).key(), ((Result.Done) results.get(i)).version());
		}
	}

	void many() {
		Map<String, Long> versions = new LinkedHashMap<>();
		for (int start = 0; start < MANY; start += BATCH) {
			List<Change> creates = new ArrayList<>();
			for (int i = start; i < start + BATCH; i++) {
				creates
					.add(new Change.Create(this.run.claim("device-%05d".formatted(i)), "epoch=0 holder= state=free"));
			}
			update(versions, creates);
		}
		List<Change> changes = new ArrayList<>();
		versions.entrySet()
			.stream()
			.limit(BATCH)
			.forEach((each) -> changes.add(new Change.Replace(each.getKey(), each.getValue(),
					"epoch=1795000000000 holder=pod-1/9f3c state=held")));
		update(versions, changes);
		Map<String, Entry> entries = this.store.list(this.run.group() + "/");
		assertThat(entries).hasSize(MANY);
		assertThat(entries).as("entries with their versions")
			.allSatisfy((key, entry) -> assertThat(entry.version()).isEqualTo(versions.get(key)));
		assertThat(entries.values().stream().filter((it) -> it.value().endsWith("held"))).hasSize(BATCH);
	}

}
