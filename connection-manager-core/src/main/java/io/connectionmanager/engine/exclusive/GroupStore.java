package io.connectionmanager.engine.exclusive;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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

	private final StoreReplies replies;

	private final StoreContact contact;

	private final CoordinationStore store;

	private final EngineRuntime runtime;

	private final GroupKeys keys;

	private final long renewTimeout;

	private final long timeout;

	private final AtomicInteger hangingRenewals = new AtomicInteger();

	private final AtomicInteger hangingCalls = new AtomicInteger();

	/** What has no answer yet. */
	private final Map<StoreCall<?>, Boolean> calls = new ConcurrentHashMap<>();

	// Guarded by this, like all that follows.

	private @Nullable Watch watch;

	private boolean watchWanted;

	private boolean watchPending;

	GroupStore(StoreReplies replies, GroupParts parts) {
		this.replies = replies;
		this.store = parts.store();
		this.contact = new StoreContact(parts.name(), this.store);
		this.runtime = parts.runtime();
		this.keys = new GroupKeys(parts.name());
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
		call(() -> single(this.store.apply(List.of(change))), this.renewTimeout, this.hangingRenewals,
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
		call(() -> Map.copyOf(this.store.list(prefix)), this.timeout, this.hangingCalls,
				(call, entries, failure) -> this.replies.looked(entries));
	}

	void apply(List<Change> changes) {
		call(() -> results(this.store.apply(changes), changes.size()), this.timeout, this.hangingCalls,
				(call, results, failure) -> this.replies.applied(results));
	}

	private static List<Result> results(List<Result> results, int expected) {
		if (results.size() != expected) {
			throw new StoreException("%d results of %d changes".formatted(results.size(), expected), null);
		}
		return List.copyOf(results);
	}

	private <T> void call(Callable<T> body, long timeout, AtomicInteger hanging, StoreCall.Answer<T> answer) {
		StoreCall<T> call = new StoreCall<>(this.runtime, body, timeout, hanging, (made, result, failure) -> {
			this.calls.remove(made);
			this.contact.answered(failure, this.runtime.instant());
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
			if (this.watch != null || this.watchPending) {
				return;
			}
			this.watchPending = true;
		}
		call(() -> this.store.watch(this.keys.claims(), (key) -> this.replies.hint()), this.timeout, this.hangingCalls,
				(call, watch, failure) -> watching(watch));
	}

	private void watching(@Nullable Watch watch) {
		boolean wanted;
		synchronized (this) {
			this.watchPending = false;
			wanted = this.watchWanted;
			if (wanted) {
				this.watch = watch;
			}
		}
		if (!wanted && watch != null) {
			UncaughtFailures.catchAll(watch::close);
		}
		else if (watch != null && watch != Watch.none()) {
			this.replies.watching();
		}
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
