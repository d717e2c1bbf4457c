package io.connectionmanager.engine;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionSubscriber;

/**
 * The lane of a subscriber that is held weakly, and that is cancelled when it is gone.
 *
 * @param <C> the type of the connection
 */
final class WeakLane<C> extends Lane<C> {

	private final Reference<C> subscriber;

	WeakLane(ManagedConnection<C> manager, ConnectionSubscriber<? super C> subscriber,
			ReferenceQueue<ConnectionSubscriber<? super C>> collected) {
		super(manager);
		this.subscriber = new Reference<>(subscriber, collected, this);
	}

	@Override
	@Nullable ConnectionSubscriber<? super C> subscriber() {
		return this.subscriber.get();
	}

	@Override
	public boolean isActive() {
		return super.isActive() && !this.subscriber.refersTo(null);
	}

	/**
	 * Cancels the lanes of subscribers that have been collected.
	 * @param collected where their references are found
	 */
	static void purge(ReferenceQueue<?> collected) {
		for (Object reference = collected.poll(); reference != null; reference = collected.poll()) {
			((Reference<?>) reference).lane.cancel();
		}
	}

	private static final class Reference<C> extends WeakReference<ConnectionSubscriber<? super C>> {

		private final WeakLane<C> lane;

		Reference(ConnectionSubscriber<? super C> subscriber, ReferenceQueue<ConnectionSubscriber<? super C>> collected,
				WeakLane<C> lane) {
			super(subscriber, collected);
			this.lane = lane;
		}

	}

}
