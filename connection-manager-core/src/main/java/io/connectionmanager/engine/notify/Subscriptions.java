package io.connectionmanager.engine.notify;

import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a manager in the order of subscription, linked through themselves.
 * Touched only inside the serial queue of the manager.
 *
 * @param <C> the type of the connection
 */
public final class Subscriptions<C> {

	/** The first one; the one before it is the last. */
	private @Nullable ManagedSubscription<C> first;

	/**
	 * Adds a subscription, unless it is there already.
	 * @param subscription the subscription
	 */
	public void add(ManagedSubscription<C> subscription) {
		if (subscription.listed) {
			return;
		}
		subscription.listed = true;
		ManagedSubscription<C> first = this.first;
		if (first == null) {
			this.first = subscription;
			subscription.previous = subscription;
		}
		else {
			ManagedSubscription<C> last = Objects.requireNonNull(first.previous);
			subscription.previous = last;
			last.next = subscription;
			first.previous = subscription;
		}
	}

	/**
	 * Removes a subscription, if it is there.
	 * @param subscription the subscription
	 */
	public void remove(ManagedSubscription<C> subscription) {
		if (!subscription.listed) {
			return;
		}
		subscription.listed = false;
		ManagedSubscription<C> previous = subscription.previous;
		ManagedSubscription<C> next = subscription.next;
		if (subscription == this.first) {
			this.first = next;
		}
		else if (previous != null) {
			previous.next = next;
		}
		ManagedSubscription<C> successor = (next != null) ? next : this.first;
		if (successor != null) {
			successor.previous = previous;
		}
		subscription.previous = null;
		subscription.next = null;
	}

	/**
	 * Removes all subscriptions.
	 */
	public void clear() {
		while (this.first != null) {
			remove(this.first);
		}
	}

	/**
	 * Passes every subscription to an action, in order.
	 * @param action the action
	 */
	public void forEach(Consumer<? super ManagedSubscription<C>> action) {
		for (ManagedSubscription<C> subscription = this.first; subscription != null; subscription = subscription.next) {
			action.accept(subscription);
		}
	}

}
