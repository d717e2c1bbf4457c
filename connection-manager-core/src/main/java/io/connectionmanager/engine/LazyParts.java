package io.connectionmanager.engine;

import java.lang.ref.ReferenceQueue;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionSubscriber;

/**
 * The parts of a manager that most managers never need. Thread-safe.
 *
 * @param <C> the type of the connection
 */
final class LazyParts<C> {

	/** The threads that wait for the connection. */
	final Waiters waiters = new Waiters();

	/** What the latest attempt has that few attempts have. */
	volatile @Nullable AttemptExtras extras;

	/** Whom very many stops that ask for the same would wait with. */
	volatile @Nullable StopRequest latestStop;

	private volatile @Nullable ReferenceQueue<ConnectionSubscriber<? super C>> collected;

	/**
	 * Returns the references to collected subscribers.
	 * @return the queue, or {@code null} if there was no weak subscription
	 */
	@Nullable ReferenceQueue<ConnectionSubscriber<? super C>> collected() {
		return this.collected;
	}

	/**
	 * Returns the queue for a weak subscription, and creates it for the first.
	 * @return the queue
	 */
	synchronized ReferenceQueue<ConnectionSubscriber<? super C>> requireCollected() {
		ReferenceQueue<ConnectionSubscriber<? super C>> collected = this.collected;
		if (collected == null) {
			collected = new ReferenceQueue<>();
			this.collected = collected;
		}
		return collected;
	}

}
