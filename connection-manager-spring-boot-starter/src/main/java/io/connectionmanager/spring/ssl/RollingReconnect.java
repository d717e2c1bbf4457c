package io.connectionmanager.spring.ssl;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Replaces connections by fresh ones, one after the other: the peer does not see all of
 * them come at once, and if fresh ones do not come up, most of the old ones are still
 * there. Safe for use by several threads.
 * <p>
 * Fresh is a connection whose attempt begins after it was asked for. The next one has its
 * turn when the one before is up again, or has had its time for that.
 */
final class RollingReconnect {

	private final Function<String, Duration> patience;

	private final Queue<Turn<?>> waiting = new ArrayDeque<>();

	private boolean rolling;

	/**
	 * Creates a roll.
	 * @param patience finds for how long the others wait for the connection of a name
	 */
	RollingReconnect(Function<String, Duration> patience) {
		this.patience = patience;
	}

	/**
	 * Has connections replaced. Does not wait for it.
	 * @param managers their managers
	 */
	void add(Collection<? extends ConnectionManager<?>> managers) {
		synchronized (this.waiting) {
			managers.forEach((manager) -> this.waiting.add(new Turn<>(manager)));
			if (this.rolling) {
				return;
			}
			this.rolling = true;
		}
		roll();
	}

	// Iterates over those that are done at once, so that many of them are no recursion.
	private void roll() {
		for (Turn<?> turn = next(); turn != null; turn = next()) {
			CompletableFuture<Void> over = turn.take(this.patience);
			if (!over.isDone()) {
				over.thenRun(this::roll);
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

	/**
	 * The turn of one connection.
	 *
	 * @param <C> the type of the connection
	 */
	private static final class Turn<C> implements ConnectionSubscriber<C> {

		private final ConnectionManager<C> manager;

		private final long stale;

		private final CompletableFuture<Void> over = new CompletableFuture<>();

		private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

		private Turn(ConnectionManager<C> manager) {
			this.manager = manager;
			this.stale = manager.snapshot().generation();
		}

		private CompletableFuture<Void> take(Function<String, Duration> patience) {
			ConnectionSnapshot<C> snapshot = this.manager.snapshot();
			if (snapshot.state() == ConnectionState.SUSPENDED) {
				// What it was suspended for may be what has changed.
				this.manager.reconnect();
			}
			if (isUnderWay(snapshot)) {
				this.over.completeOnTimeout(null, patience.apply(this.manager.name()).toNanos(), TimeUnit.NANOSECONDS);
				this.subscription.complete(this.manager.subscribe(this));
			}
			else {
				this.over.complete(null);
			}
			return this.over;
		}

		private boolean isUnderWay(ConnectionSnapshot<C> snapshot) {
			return snapshot.generation() == this.stale && (snapshot.state() == ConnectionState.CONNECTED
					|| snapshot.state() == ConnectionState.CONNECTING);
		}

		@Override
		public void connected(C connection) {
			if (this.manager.snapshot().generation() == this.stale) {
				this.manager.reconnect();
			}
			else {
				this.subscription.thenAccept(Subscription::cancel);
				this.over.complete(null);
			}
		}

	}

}
