package io.connectionmanager.engine.exclusive;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;
import io.connectionmanager.coordination.StoreException;
import io.connectionmanager.coordination.Watch;
import io.connectionmanager.engine.claims.GroupKeys;
import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.engine.runtime.UncaughtFailures;

/**
 * The store as a member of a group uses it: each call has an answer within its timeout,
 * and no exception.
 */
final class GroupStore {

	private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

	private static final long WATCH_AGAIN = 10_000_000_000L;

	private final StoreReplies replies;

	private final StoreContact contact;

	private final CoordinationStore store;

	private final EngineRuntime runtime;

	private final GroupKeys keys;

	private final long renewTimeout;

	private final long timeout;

	/** How many calls have not returned in time. */
	private final Map<CallKind, AtomicInteger> hanging = new EnumMap<>(CallKind.class);

	/** What has no answer yet. */
	private final Map<StoreCall<?>, Boolean> calls = new ConcurrentHashMap<>();

	// Guarded by this, like all that follows.

	private @Nullable Watch watch;

	private boolean watchWanted;

	private boolean watchPending;

	/** When to ask again at the earliest, by the ticker. */
	private long watchAgainAt;

	GroupStore(StoreReplies replies, GroupParts parts) {
		this.replies = replies;
		this.store = parts.store();
		this.contact = new StoreContact(parts.name(), parts.memberId(), this.store);
		this.runtime = parts.runtime();
		this.keys = new GroupKeys(parts.name());
		this.watchAgainAt = this.runtime.nanos();
		for (CallKind kind : CallKind.values()) {
			this.hanging.put(kind, new AtomicInteger());
		}
		Duration renewInterval = parts.settings().renewInterval();
		this.renewTimeout = longer(renewInterval, SHORTEST_TIMEOUT.dividedBy(4)).toNanos();
		this.timeout = shorter(longer(renewInterval.multipliedBy(2), SHORTEST_TIMEOUT), LONGEST_TIMEOUT).toNanos();
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? other : one;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	StoreContact contact() {
		return this.contact;
	}

	/** The interval that the store asks for, which the application may have written. */
	Duration pollInterval() {
		try {
			Duration interval = this.store.pollInterval();
			return (interval != null && !interval.isNegative() && !interval.isZero())
					? shorter(interval, Duration.ofDays(1)) : POLL_INTERVAL;
		}
		catch (RuntimeException ex) {
			return POLL_INTERVAL;
		}
	}

	// Calls

	void renew(Change change) {
		call(CallKind.RENEWAL, () -> single(this.store.apply(List.of(change))), this.renewTimeout,
				(call, result, failure) -> this.replies.renewed(change, result, call.sent()));
	}

	private static Result single(List<Result> results) {
		if (results.size() != 1) {
			throw new StoreException("%d results of one change".formatted(results.size()), null);
		}
		return results.get(0);
	}

	void look(boolean all) {
		String prefix = all ? this.keys.all() : this.keys.members();
		call(CallKind.LOOK_OR_CHANGE, () -> Map.copyOf(this.store.list(prefix)), this.timeout,
				(call, entries, failure) -> this.replies.looked(entries));
	}

	void apply(List<Change> changes) {
		call(CallKind.LOOK_OR_CHANGE, () -> results(this.store.apply(changes), changes.size()), this.timeout,
				(call, results, failure) -> this.replies.applied(results));
	}

	private static List<Result> results(List<Result> results, int expected) {
		if (results.size() != expected) {
			throw new StoreException("%d results of %d changes".formatted(results.size(), expected), null);
		}
		return List.copyOf(results);
	}

	private <T> void call(CallKind kind, Callable<T> body, long timeout, StoreCall.Answer<T> answer) {
		AtomicInteger hanging = Objects.requireNonNull(this.hanging.get(kind));
		StoreCall<T> call = new StoreCall<>(this.runtime, body, timeout, hanging, (made, result, failure) -> {
			this.calls.remove(made);
			this.contact.answered(kind, failure, this.runtime.instant());
			answer.answered(made, result, failure);
		});
		this.calls.put(call, true);
		call.start();
	}

	void lookAfterOverdue() {
		this.calls.keySet().forEach(StoreCall::expireIfOverdue);
	}

	// Watching

	/** Asks to be notified of changes, unless that was done already. */
	void watch() {
		synchronized (this) {
			this.watchWanted = true;
			if (this.watch != null || this.watchPending || this.runtime.nanos() - this.watchAgainAt < 0) {
				return;
			}
			this.watchPending = true;
		}
		call(CallKind.WATCH, () -> {
			watching(Objects.requireNonNull(this.store.watch(this.keys.claims(), (key) -> this.replies.hint())));
			return true;
		}, this.timeout, (call, done, failure) -> watchAnswered(failure != null));
	}

	/** Also called when the watch has come too late, which is not repeated then. */
	private void watching(Watch watch) {
		boolean used;
		synchronized (this) {
			used = this.watchWanted && this.watch == null;
			this.watch = used ? watch : this.watch;
		}
		if (!used) {
			UncaughtFailures.catchAll(watch::close);
		}
		else if (watch != Watch.none()) {
			this.replies.watching();
		}
	}

	private synchronized void watchAnswered(boolean failed) {
		this.watchPending = false;
		this.watchAgainAt = this.runtime.nanos() + (failed ? WATCH_AGAIN : 0);
	}

	void endWatch() {
		Watch watch;
		synchronized (this) {
			watch = this.watch;
			this.watch = null;
			this.watchWanted = false;
		}
		if (watch != null) {
			UncaughtFailures.catchAll(watch::close);
		}
	}

}
