package io.connectionmanager.spring.ssl;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.DurationText;
import io.connectionmanager.Subscription;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reconnects connections one after the other, so that the peer does not see all of them
 * at once. The next connection follows when the previous one is up again. It stops at the
 * first connection that does not come back, so that the others stay up. A connection
 * whose attempt began before the request is replaced. Thread-safe.
 */
final class RollingReconnect {

	private static final Log logger = LogFactory.getLog(SslBundleReloads.class);

	private final String reason;

	private final ConnectionRuntime.Timer timer;

	// Guarded by itself.
	private final Deque<Turn<?>> waiting = new ArrayDeque<>();

	// Guarded by the queue.
	private boolean rolling;

	/**
	 * Creates a rolling reconnect.
	 * @param reason the reason for reconnecting, for the log
	 * @param timer the timer that limits the wait for each connection
	 */
	RollingReconnect(String reason, ConnectionRuntime.Timer timer) {
		this.reason = reason;
		this.timer = timer;
	}

	/**
	 * Reconnects connections. Does not wait.
	 * @param managers their managers
	 */
	void add(Collection<? extends ConnectionManager<?>> managers) {
		Object round = new Object();
		synchronized (this.waiting) {
			managers.forEach((manager) -> this.waiting.add(new Turn<>(manager, round)));
			if (this.rolling) {
				return;
			}
			this.rolling = true;
		}
		roll();
	}

	// Iterates over turns that end immediately, to avoid recursion.
	private void roll() {
		for (Turn<?> turn = next(); turn != null; turn = next()) {
			Turn<?> taken = turn;
			CompletableFuture<Boolean> back = taken.take(this.timer);
			if (!back.isDone()) {
				back.thenAccept((isBack) -> {
					if (!isBack) {
						abandonRound(taken);
					}
					roll();
				});
				return;
			}
		}
	}

	private @Nullable Turn<?> next() {
		synchronized (this.waiting) {
			Turn<?> turn = this.waiting.poll();
			this.rolling = turn != null;
			return turn;
		}
	}

	private void abandonRound(Turn<?> failed) {
		int before;
		int left;
		synchronized (this.waiting) {
			before = this.waiting.size();
			this.waiting.removeIf((turn) -> turn.round == failed.round);
			left = this.waiting.size();
		}
		logger
			.error("%s: %s. Connections not reconnected: %d".formatted(this.reason, failed.describe(), before - left));
	}

	/**
	 * The turn of one connection.
	 *
	 * @param <C> the type of the connection
	 */
	private static final class Turn<C> implements ConnectionSubscriber<C> {

		private final ConnectionManager<C> manager;

		private final Object round;

		private final long stale;

		// Completed with whether the next connection may follow.
		private final CompletableFuture<Boolean> back = new CompletableFuture<>();

		private volatile Duration patience = Duration.ZERO;

		private Turn(ConnectionManager<C> manager, Object round) {
			this.manager = manager;
			this.round = round;
			this.stale = manager.snapshot().generation();
		}

		private CompletableFuture<Boolean> take(ConnectionRuntime.Timer timer) {
			ConnectionSnapshot<C> snapshot = this.manager.snapshot();
			if (snapshot.state() == ConnectionState.SUSPENDED) {
				// The change may have removed the reason for the suspension.
				this.manager.reconnect();
			}
			boolean isUp = snapshot.state() == ConnectionState.CONNECTED;
			if (snapshot.generation() != this.stale || !isUp && snapshot.state() != ConnectionState.CONNECTING) {
				this.back.complete(true);
				return this.back;
			}
			this.patience = patience(snapshot);
			Runnable timeout = timer.schedule(() -> this.back.complete(!isUp || isUnwanted()), this.patience.toNanos());
			Subscription subscription = this.manager.subscribe(this);
			this.back.whenComplete((isBack, failure) -> {
				timeout.run();
				subscription.cancel();
			});
			return this.back;
		}

		// A connection that was not stable waits for the next delay first.
		private Duration patience(ConnectionSnapshot<C> snapshot) {
			ConnectionSettings settings = this.manager.settings();
			return settings.drainTimeout()
				.plus(settings.backoff().delay(snapshot.delayNumber() + 1, 1))
				.plus(settings.timeout());
		}

		// It was stopped in the meantime, or another replica holds it.
		private boolean isUnwanted() {
			ConnectionState state = this.manager.snapshot().state();
			return state == ConnectionState.STOPPED || state == ConnectionState.STANDBY
					|| state == ConnectionState.CLOSED;
		}

		@Override
		public void connected(C connection) {
			if (this.manager.snapshot().generation() == this.stale) {
				this.manager.reconnect();
			}
			else {
				this.back.complete(true);
			}
		}

		private String describe() {
			ConnectionSnapshot<C> snapshot = this.manager.snapshot();
			Optional<String> failure = snapshot.lastFailure().map(this.manager.masking()::describe);
			return "connection '%s' did not come back within %s (%s, last failure: %s)".formatted(this.manager.name(),
					DurationText.format(this.patience), snapshot.state(), failure.orElse("none"));
		}

	}

}
