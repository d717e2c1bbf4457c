package io.connectionmanager.coordination.test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes, one after the other.
 */
final class ChangeScenarios {

	private static final Result CONFLICT = new Result.Conflict();

	private final StoreRun run;

	private final CoordinationStore store;

	private final String key;

	ChangeScenarios(StoreRun run) {
		this.run = run;
		this.store = run.store();
		this.key = run.claim("a");
	}

	void create() {
		assertThat(this.store.list(this.run.group() + "/")).isEmpty();
		long version = done(new Change.Create(this.key, "one"));
		assertThat(this.store.list(this.run.group() + "/"))
			.isEqualTo(Map.of(this.key, new Entry(this.key, version, "one")));
	}

	void createExisting() {
		long version = done(new Change.Create(this.key, "one"));
		assertThat(apply(new Change.Create(this.key, "two"))).isEqualTo(CONFLICT);
		assertThat(entry()).isEqualTo(new Entry(this.key, version, "one"));
	}

	void replace() {
		long version = done(new Change.Create(this.key, "0"));
		for (int i = 1; i < 20; i++) {
			long next = done(new Change.Replace(this.key, version, Integer.toString(i)));
			assertThat(next).isGreaterThan(version);
			assertThat(entry()).isEqualTo(new Entry(this.key, next, Integer.toString(i)));
			version = next;
		}
		long same = done(new Change.Replace(this.key, version, "19"));
		assertThat(same).as("version of an equal value").isGreaterThan(version);
	}

	void replaceUnexpected() {
		assertThat(apply(new Change.Replace(this.key, 0, "one"))).as("replacement of nothing").isEqualTo(CONFLICT);
		assertThat(apply(new Change.Replace(this.key, 1, "one"))).as("replacement of nothing").isEqualTo(CONFLICT);
		long first = done(new Change.Create(this.key, "one"));
		long second = done(new Change.Replace(this.key, first, "two"));
		for (long version : new long[] { first, second - 1, second + 1, 0, 1, -1, Long.MAX_VALUE }) {
			if (version != second) {
				assertThat(apply(new Change.Replace(this.key, version, "three"))).as("replacement of %s", version)
					.isEqualTo(CONFLICT);
			}
		}
		assertThat(entry()).isEqualTo(new Entry(this.key, second, "two"));
	}

	void delete() {
		assertThat(apply(new Change.Delete(this.key, 0))).as("deletion of nothing").isEqualTo(CONFLICT);
		long first = done(new Change.Create(this.key, "one"));
		long second = done(new Change.Replace(this.key, first, "two"));
		assertThat(apply(new Change.Delete(this.key, first))).isEqualTo(CONFLICT);
		assertThat(apply(new Change.Delete(this.key, second + 1))).isEqualTo(CONFLICT);
		assertThat(entry()).isEqualTo(new Entry(this.key, second, "two"));
		assertThat(apply(new Change.Delete(this.key, second))).isEqualTo(new Result.Done(second));
		assertThat(this.store.list(this.key)).isEmpty();
		assertThat(apply(new Change.Replace(this.key, second, "three"))).isEqualTo(CONFLICT);
	}

	void recreate() {
		CoordinationStore other = this.run.store();
		Set<Long> versions = new HashSet<>();
		for (int i = 0; i < 5; i++) {
			CoordinationStore creator = (i % 2 == 0) ? this.store : other;
			long version = StoreRun.done(creator, new Change.Create(this.key, "life " + i));
			assertThat(versions.add(version)).as("version %s was not used before", version).isTrue();
			for (int j = 0; j < 10; j++) {
				version = done(new Change.Replace(this.key, version, "life " + i));
				assertThat(versions.add(version)).as("version %s was not used before", version).isTrue();
			}
			done(new Change.Delete(this.key, version));
		}
		done(new Change.Create(this.key, "last"));
		for (long version : versions) {
			assertThat(apply(new Change.Replace(this.key, version, "late"))).isEqualTo(CONFLICT);
			assertThat(apply(new Change.Delete(this.key, version))).isEqualTo(CONFLICT);
		}
		assertThat(entry().value()).isEqualTo("last");
	}

	void repeat() {
		Change create = new Change.Create(this.key, "one");
		Change replace = new Change.Replace(this.key, done(create), "two");
		assertThat(apply(create)).isEqualTo(CONFLICT);
		Change delete = new Change.Delete(this.key, done(replace));
		assertThat(apply(replace)).isEqualTo(CONFLICT);
		done(delete);
		assertThat(apply(delete)).isEqualTo(CONFLICT);
		assertThat(apply(replace)).isEqualTo(CONFLICT);
	}

	void batch() {
		List<Change> creates = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			creates.add(new Change.Create(this.run.claim("k" + i), "old"));
		}
		List<Long> versions = this.store.apply(creates).stream().map((it) -> ((Result.Done) it).version()).toList();
		List<Change> changes = new ArrayList<>();
		for (int i = 39; i >= 0; i--) {
			// In the versions of others, every second change conflicts.
			long version = versions.get(i) + ((i % 2 == 0) ? 0 : 1);
			String key = this.run.claim("k" + i);
			changes.add(switch (i % 8 / 2) {
				case 0 -> new Change.Replace(key, version, "new");
				case 1 -> new Change.Delete(key, version);
				case 2 -> new Change.Create((i % 2 == 0) ? key + "-new" : key, "new");
				default -> new Change.Replace(key, version, "newer");
			});
		}
		List<Result> results = this.store.apply(changes);
		Map<String, Entry> entries = this.store.list(this.run.claim("k"));
		assertThat(results).hasSameSizeAs(changes);
		for (int i = 0; i < changes.size(); i++) {
			Change change = changes.get(i);
			Result result = results.get(i);
			Entry entry = entries.get(change.key());
			if (i % 2 == 0) {
				assertThat(result).as("result of %s", change).isEqualTo(CONFLICT);
				assertThat(entry).as("entry of %s", change).isNotNull().extracting(Entry::value).isEqualTo("old");
			}
			else if (change instanceof Change.Delete delete) {
				assertThat(result).as("result of %s", change).isEqualTo(new Result.Done(delete.expectedVersion()));
				assertThat(entry).as("entry of %s", change).isNull();
			}
			else {
				Entry made = Objects.requireNonNull(entry, () -> "entry of " + change);
				assertThat(result).as("result of %s", change).isEqualTo(new Result.Done(made.version()));
				assertThat(made.value()).as("value after %s", change).startsWith("new");
			}
		}
	}

	void emptyBatch() {
		assertThat(this.store.apply(List.of())).isEmpty();
	}

	void values() {
		List<String> values = List.of("", " ", "trailing spaces  ", "epoch=1795 holder=pod-1/9f3c state=held",
				"'\"`\\%_", "ä ß 漢字 \uD83D\uDE00", "line\nbreak\ttab", "a=b;c={}", "null", "0");
		long version = done(new Change.Create(this.key, "first"));
		for (String value : values) {
			version = done(new Change.Replace(this.key, version, value));
			assertThat(entry()).isEqualTo(new Entry(this.key, version, value));
			String created = this.run.claim("value" + values.indexOf(value));
			done(new Change.Create(created, value));
			assertThat(StoreRun.entry(this.store, created).value()).isEqualTo(value);
		}
	}

	private long done(Change change) {
		return StoreRun.done(this.store, change);
	}

	private Result apply(Change change) {
		return StoreRun.apply(this.store, change);
	}

	private Entry entry() {
		return StoreRun.entry(this.store, this.key);
	}

}
