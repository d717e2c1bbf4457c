package io.connectionmanager.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Durability;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;
import io.connectionmanager.coordination.StoreException;
import io.connectionmanager.coordination.Watch;

/**
 * A {@link CoordinationStore} in memory, which a test can make unreachable. Members of a
 * group that are to compete for connections share one object. Thread-safe.
 */
public final class InMemoryCoordinationStore implements CoordinationStore {

	private final List<Hint> watches = new CopyOnWriteArrayList<>();

	// Guarded by this, like all that follows.

	private final SortedMap<String, Entry> entries = new TreeMap<>();

	private long version;

	private boolean reachable = true;

	private boolean notifying = true;

	private int lostAnswers;

	private long lists;

	private long changes;

	/**
	 * Creates an empty store.
	 */
	public InMemoryCoordinationStore() {
	}

	/**
	 * Sets whether calls succeed.
	 * @param reachable {@code false} if they are to fail without an effect
	 */
	public synchronized void reachable(boolean reachable) {
		this.reachable = reachable;
	}

	/**
	 * Lets the next changes be made, but their answers be lost.
	 * @param calls the number of calls of {@link #apply} that fail afterwards
	 */
	public synchronized void loseAnswers(int calls) {
		this.lostAnswers = calls;
	}

	/**
	 * Sets whether changes notify those who watch.
	 * @param notifying {@code false} for a store whose hints never come
	 */
	public synchronized void notifying(boolean notifying) {
		this.notifying = notifying;
	}

	/**
	 * Returns all entries.
	 * @return a copy
	 */
	public synchronized Map<String, Entry> entries() {
		return new TreeMap<>(this.entries);
	}

	/**
	 * Returns how often {@link #list} was called.
	 * @return the number of calls
	 */
	public synchronized long lists() {
		return this.lists;
	}

	/**
	 * Returns how many changes were made.
	 * @return the number of changes
	 */
	public synchronized long changes() {
		return this.changes;
	}

	@Override
	public String describe() {
		return "memory";
	}

	@Override
	public Durability durability() {
		return Durability.STRONG;
	}

	@Override
	public synchronized Map<String, Entry> list(String prefix) {
		this.lists++;
		requireReachable();
		Map<String, Entry> found = new TreeMap<>();
		for (Entry entry : this.entries.tailMap(prefix).values()) {
			if (!entry.key().startsWith(prefix)) {
				break;
			}
			found.put(entry.key(), entry);
		}
		return found;
	}

	@Override
	public List<Result> apply(List<Change> changes) {
		List<Result> results = new ArrayList<>(changes.size());
		List<String> changed = new ArrayList<>();
		boolean lost;
		synchronized (this) {
			requireReachable();
			for (Change change : changes) {
				Result result = apply(change);
				results.add(result);
				if (result instanceof Result.Done && this.notifying) {
					changed.add(change.key());
				}
			}
			lost = this.lostAnswers > 0;
			this.lostAnswers -= lost ? 1 : 0;
		}
		changed.forEach((key) -> this.watches.forEach((hint) -> hint.changed(key)));
		if (lost) {
			throw new StoreException("The answer was lost", null);
		}
		return results;
	}

	private Result apply(Change change) {
		Entry present = this.entries.get(change.key());
		if (change instanceof Change.Create create) {
			return (present == null) ? put(create.key(), create.value()) : new Result.Conflict();
		}
		if (change instanceof Change.Replace replace) {
			return (present != null && present.version() == replace.expectedVersion())
					? put(replace.key(), replace.value()) : new Result.Conflict();
		}
		Change.Delete delete = (Change.Delete) change;
		if (present == null || present.version() != delete.expectedVersion()) {
			return new Result.Conflict();
		}
		this.entries.remove(delete.key());
		this.changes++;
		return new Result.Done(delete.expectedVersion());
	}

	private Result put(String key, String value) {
		this.version++;
		this.changes++;
		this.entries.put(key, new Entry(key, this.version, value));
		return new Result.Done(this.version);
	}

	private void requireReachable() {
		if (!this.reachable) {
			throw new StoreException("The store cannot be reached", null);
		}
	}

	@Override
	public Watch watch(String prefix, Consumer<String> hint) {
		Hint watch = new Hint(prefix, hint);
		this.watches.add(watch);
		return () -> this.watches.remove(watch);
	}

	@Override
	public Duration pollInterval() {
		return Duration.ofSeconds(1);
	}

	@Override
	public void close() {
		this.watches.clear();
	}

	private record Hint(String prefix, Consumer<String> consumer) {

		void changed(String key) {
			if (key.startsWith(this.prefix)) {
				this.consumer.accept(key);
			}
		}

	}

}
