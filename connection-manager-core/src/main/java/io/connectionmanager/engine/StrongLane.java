package io.connectionmanager.engine;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionSubscriber;

/**
 * The lane of a subscriber that is held until it cancels.
 *
 * @param <C> the type of the connection
 */
class StrongLane<C> extends Lane<C> {

	private final ConnectionSubscriber<? super C> subscriber;

	StrongLane(ManagedConnection<C> manager, ConnectionSubscriber<? super C> subscriber) {
		super(manager);
		this.subscriber = subscriber;
	}

	@Override
	final @Nullable ConnectionSubscriber<? super C> subscriber() {
		return this.subscriber;
	}

	/**
	 * The lane of a subscriber that is called on an executor of its own.
	 *
	 * @param <C> the type of the connection
	 */
	static final class OnExecutor<C> extends StrongLane<C> {

		private final Executor executor;

		OnExecutor(ManagedConnection<C> manager, ConnectionSubscriber<? super C> subscriber, Executor executor) {
			super(manager, subscriber);
			this.executor = executor;
		}

		@Override
		Executor executor() {
			return this.executor;
		}

		@Override
		boolean hasForeignExecutor() {
			return true;
		}

	}

}
