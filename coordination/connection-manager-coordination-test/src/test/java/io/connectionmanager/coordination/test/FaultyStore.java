package io.connectionmanager.coordination.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.Change.Create;
import io.connectionmanager.coordination.Change.Delete;
import io.connectionmanager.coordination.Change.Replace;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Durability;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;
import io.connectionmanager.coordination.Watch;
import io.connectionmanager.testing.InMemoryCoordinationStore;

/**
 * A store that is broken on purpose. Its entries are those of a store that is not.
 */
class FaultyStore implements CoordinationStore {

	static final String SECRET = "s3cret";

	/** What the application has begun, and a broken store takes part in. */
	static final ThreadLocal<List<Runnable>> TRANSACTION = new ThreadLocal<>();

	private final InMemoryCoordinationStore entries;

	private final StoreFault fault;

	private final Map<String, Long> firstVersions;

	private final Map<String, Map<String, Entry>> listed = new ConcurrentHashMap<>();

	FaultyStore(InMemoryCoordinationStore entries, StoreFault fault, Map<String, Long> firstVersions) {
		this.entries = entries;
		this.fault = fault;
		this.firstVersions = firstVersions;
	}

	private boolean is(StoreFault fault) {
		return this.fault == fault;
	}

	@Override
	public String describe() {
		return is(StoreFault.SHOWS_PASSWORD) ? "memory with password " + SECRET : "memory";
	}

	@Override
	public Durability durability() {
		return Durability.STRONG;
	}

	@Override
	public Map<String, Entry> list(String prefix) {
		if (is(StoreFault.LISTS_LATE)) {
			Map<String, Entry> current = find(prefix);
			Map<String, Entry> former = this.listed.put(prefix, current);
			return (former != null) ? former : current;
		}
		return find(prefix);
	}

	private Map<String, Entry> find(String prefix) {
		boolean exact = !is(StoreFault.MATCHES_WILDCARDS) && !is(StoreFault.IGNORES_CASE);
		return this.entries.list(exact ? prefix : "")
			.values()
			.stream()
			.filter(matching(prefix))
			.map((entry) -> new Entry(entry.key(), outside(entry.key(), entry.version()), entry.value()))
			.collect(Collectors.toMap(Entry::key, (entry) -> entry));
	}

	private Predicate<Entry> matching(String prefix) {
		return switch (this.fault) {
			case MATCHES_WILDCARDS -> {
				Pattern pattern = Pattern
					.compile(Pattern.quote(prefix).replace("_", "\\E.\\Q").replace("%", "\\E.*\\Q"));
				yield (entry) -> pattern.matcher(entry.key()).lookingAt();
			}
			case IGNORES_CASE -> (entry) -> lowerCase(entry.key()).startsWith(lowerCase(prefix));
			default -> (entry) -> entry.key().startsWith(prefix);
		};
	}

	private static String lowerCase(String text) {
		return text.toLowerCase(Locale.ROOT);
	}

	@Override
	public List<Result> apply(List<Change> changes) {
		List<Change> ordered = new ArrayList<>(changes);
		if (is(StoreFault.SORTS_RESULTS)) {
			ordered.sort(Comparator.comparing(Change::key));
		}
		List<Result> results = new ArrayList<>();
		boolean stopped = false;
		for (Change change : ordered) {
			Result result = stopped ? new Result.Conflict() : outside(change.key(), apply(change));
			results.add(result);
			stopped = stopped || is(StoreFault.STOPS_AT_CONFLICT) && result instanceof Result.Conflict;
		}
		return results;
	}

	private Result apply(Change change) {
		Change inside = inside(change);
		Entry present = this.entries.list(inside.key()).get(inside.key());
		if (inside instanceof Replace replace && present != null) {
			if (is(StoreFault.IGNORES_VERSIONS)) {
				return make(new Replace(replace.key(), present.version(), replace.value()));
			}
			if (is(StoreFault.COMPARES_BEFORE_IT_LOCKS) && present.version() == replace.expectedVersion()) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
				Entry now = this.entries.list(inside.key()).get(inside.key());
				return make(new Replace(replace.key(), now.version(), replace.value()));
			}
			if (is(StoreFault.LISTS_IN_PARTS) && present.version() == replace.expectedVersion()) {
				make(new Delete(replace.key(), present.version()));
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
				return make(new Create(replace.key(), replace.value()));
			}
		}
		if (inside instanceof Create create && present != null && is(StoreFault.CREATES_OVER_EXISTING)) {
			return make(new Replace(create.key(), present.version(), create.value()));
		}
		return make(inside);
	}

	private Result make(Change change) {
		Result result = this.entries.apply(List.of(change)).get(0);
		if (result instanceof Result.Done done) {
			if (change instanceof Create) {
				this.firstVersions.put(change.key(), done.version());
				List<Runnable> transaction = TRANSACTION.get();
				if (is(StoreFault.JOINS_TRANSACTION) && transaction != null) {
					transaction.add(() -> make(new Delete(change.key(), done.version())));
				}
			}
		}
		return result;
	}

	private Change inside(Change change) {
		String key = is(StoreFault.SHORTENS_KEYS) ? change.key().substring(0, Math.min(255, change.key().length()))
				: change.key();
		if (change instanceof Create create) {
			return new Create(key, inside(create.value()));
		}
		if (change instanceof Replace replace) {
			return new Replace(key, inside(key, replace.expectedVersion()), inside(replace.value()));
		}
		return new Delete(key, inside(key, ((Delete) change).expectedVersion()));
	}

	private String inside(String value) {
		return is(StoreFault.TRIMS_VALUES) ? value.strip() : value;
	}

	private long inside(String key, long version) {
		return version + offset(key);
	}

	private long outside(String key, long version) {
		return version - offset(key);
	}

	private Result outside(String key, Result result) {
		return (result instanceof Result.Done done) ? new Result.Done(outside(key, done.version())) : result;
	}

	private long offset(String key) {
		return is(StoreFault.STARTS_VERSIONS_AGAIN) ? this.firstVersions.getOrDefault(key, 0L) : 0;
	}

	@Override
	public Watch watch(String prefix, Consumer<String> hint) {
		return switch (this.fault) {
			case NEVER_HINTS -> () -> {
			};
			case HINTS_EVERYBODY -> this.entries.watch("", (key) -> hint.accept(prefix + "?"));
			case HINTS_AFTER_CLOSE -> {
				this.entries.watch(prefix, hint);
				yield () -> {
				};
			}
			default -> this.entries.watch(prefix, hint);
		};
	}

	@Override
	public Duration pollInterval() {
		return Duration.ofSeconds(1);
	}

	@Override
	public void close() {
		// Others share the entries.
	}

}
