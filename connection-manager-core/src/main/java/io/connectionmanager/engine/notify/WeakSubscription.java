package io.connectionmanager.engine.notify;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionSubscriber;

/**
 * The subscription of a subscriber that is held weakly. It is cancelled when the
 * subscriber is collected.
 *
 * @param <C> the type of the connection
 */
public final class WeakSubscription<C> extends ManagedSubscription<C> {

	private final Reference<C> subscriber;

	/**
	 * Creates a subscription.
	 * @param context the manager
	 * @param subscriber the subscriber
	 * @param collected receives references to collected subscribers
	 */
	public WeakSubscription(NotificationContext<C> context, ConnectionSubscriber<? super C> subscriber,
			ReferenceQueue<ConnectionSubscriber<? super C>> collected) {
		super(context);
		this.subscriber = new Reference<>(subscriber, collected, this);
	}

	@Override
	@Nullable ConnectionSubscriber<? super C> subscriber() {
		return this.subscriber.get();
	}

	@Override
	void forgetSubscriber() {
		this.subscriber.clear();
	}

	@Override
	public boolean isActive() {
		return super.isActive() && !this.subscriber.refersTo(null);
	}

	/**
	 * Cancels the subscriptions of subscribers that have been collected.
	 * @param collected receives their references
	 */
	public static void purge(ReferenceQueue<?> collected) {
		for (Object reference = collected.poll(); reference != null; reference = collected.poll()) {
			((Reference<?>) reference).subscription.cancel();
		}
	}

	private static final class Reference<C> extends WeakReference<ConnectionSubscriber<? super C>> {

		private final WeakSubscription<C> subscription;

		Reference(ConnectionSubscriber<? super C> subscriber, ReferenceQueue<ConnectionSubscriber<? super C>> collected,
				WeakSubscription<C> subscription) {
			super(subscriber, collected);
			this.subscription = subscription;
		}

	}

}
