package io.connectionmanager.connector.test;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.ConnectionTransition;

/**
 * Records what a subscriber and a listener hear, without holding on to any connection.
 * Thread-safe.
 *
 * @param <C> the type of the connection
 */
final class Recorder<C> implements ConnectionSubscriber<C>, ConnectionListener {

	private final Preparation<C> preparation;

	// Guarded by this.

	private final StringBuilder heard = new StringBuilder();

	private final List<ConnectionTransition> transitions = new ArrayList<>();

	private WeakReference<@Nullable C> current = new WeakReference<>(null);

	Recorder(Preparation<C> preparation) {
		this.preparation = preparation;
	}

	@Override
	public void connected(C connection) throws Exception {
		synchronized (this) {
			this.current = new WeakReference<>(connection);
		}
		this.preparation.prepare(connection);
		hear('+');
	}

	@Override
	public void disconnected(C connection, @Nullable Throwable cause) {
		synchronized (this) {
			// A call that does not belong to the connection shows as a question mark.
			hear((this.current.get() == connection) ? '-' : '?');
		}
	}

	private synchronized void hear(char call) {
		this.heard.append(call);
	}

	@Override
	public synchronized void onTransition(ConnectionTransition transition) {
		this.transitions.add(new ConnectionTransition(transition.name(), transition.from(), transition.to(),
				transition.attempt(), transition.cause(), transition.at(), transition.inPrevious(),
				transition.generation(), transition.failureKind(), Optional.empty()));
	}

	/** Returns the calls of the subscriber: {@code +} and {@code -}. */
	synchronized String heard() {
		return this.heard.toString();
	}

	synchronized List<ConnectionTransition> transitions() {
		return List.copyOf(this.transitions);
	}

	/** Forgets the transitions so far, and with them the causes of failures. */
	synchronized void forgetTransitions() {
		this.transitions.clear();
	}

	/**
	 * What a subscriber does with a connection.
	 *
	 * @param <C> the type of the connection
	 */
	@FunctionalInterface
	interface Preparation<C> {

		void prepare(C connection) throws Exception;

	}

}
