package io.connectionmanager.engine.notify;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionSubscriber;

/**
 * The subscription of a subscriber that is held until the subscription is cancelled.
 *
 * @param <C> the type of the connection
 */
public class StrongSubscription<C> extends ManagedSubscription<C> {

	private volatile @Nullable ConnectionSubscriber<? super C> subscriber;

	/**
	 * Creates a subscription.
	 * @param context the manager
	 * @param subscriber the subscriber
	 */
	public StrongSubscription(NotificationContext<C> context, ConnectionSubscriber<? super C> subscriber) {
		super(context);
		this.subscriber = subscriber;
	}

	@Override
	final @Nullable ConnectionSubscriber<? super C> subscriber() {
		return this.subscriber;
	}

	@Override
	final void forgetSubscriber() {
		this.subscriber = null;
	}

	/**
	 * The subscription of a subscriber that is called on its own executor.
	 *
	 * @param <C> the type of the connection
	 */
	public static final class OnExecutor<C> extends StrongSubscription<C> {

		private final Executor executor;

		/**
		 * Creates a subscription.
		 * @param context the manager
		 * @param subscriber the subscriber
		 * @param executor calls the subscriber
		 */
		public OnExecutor(NotificationContext<C> context, ConnectionSubscriber<? super C> subscriber,
				Executor executor) {
			super(context, subscriber);
			this.executor = executor;
		}

		@Override
		public boolean hasOwnExecutor() {
			return true;
		}

		@Override
		protected Executor executorOfNextRun() {
			return this.executor;
		}

		@Override
		protected boolean submit() {
			return accepted(context().runtime().tryExecute(this.executor, this));
		}

	}

}
