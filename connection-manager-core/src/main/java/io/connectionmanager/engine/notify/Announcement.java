package io.connectionmanager.engine.notify;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionTransition;

/**
 * An announcement to all listeners of a manager, linked to the next one. Each listener
 * follows the links at its own pace; an announcement that all have passed is released.
 */
final class Announcement {

	/** The content, or {@code null} once all listeners have passed it. */
	private volatile @Nullable Event event;

	/** Guarded by this. */
	private int passing;

	private volatile @Nullable Announcement next;

	private Announcement(@Nullable Event event, int listeners) {
		this.event = event;
		this.passing = listeners;
	}

	/** The start of the links. */
	static Announcement none() {
		return new Announcement(null, 0);
	}

	/**
	 * Returns the announcement of a transition.
	 * @param transition the transition, without its connection
	 * @param connection the connection that came or went with it
	 * @param weakly whether some listener is busy, so that the connection is held weakly
	 * @param listeners the number of listeners
	 */
	static Announcement of(ConnectionTransition transition, Optional<?> connection, boolean weakly, int listeners) {
		return new Announcement(new Transition(transition, (connection.isPresent() && !weakly) ? connection : null,
				(connection.isPresent() && weakly) ? new WeakReference<>(connection.get()) : null), listeners);
	}

	static Announcement ofOutageOver(String name, Instant ended, Duration length, int listeners) {
		return new Announcement(new OutageOver(name, ended, length), listeners);
	}

	static Announcement ofMark(Runnable whenAllHavePassed, int listeners) {
		return new Announcement(new Mark(whenAllHavePassed), listeners);
	}

	@Nullable Announcement next() {
		return this.next;
	}

	/** Sets the link: the only write that listeners can see. */
	void link(Announcement next) {
		this.next = next;
	}

	boolean concernsListeners() {
		return !(this.event instanceof Mark);
	}

	void deliverTo(ConnectionListener listener) {
		Event event = this.event;
		if (event != null) {
			event.deliverTo(listener);
		}
	}

	/**
	 * Records that one more listener has passed this announcement.
	 */
	void passed() {
		Event event = null;
		synchronized (this) {
			if (--this.passing == 0) {
				event = this.event;
				this.event = null;
			}
		}
		if (event instanceof Mark mark) {
			mark.whenAllHavePassed.run();
		}
	}

	@Override
	public String toString() {
		return String.valueOf(this.event);
	}

	private sealed interface Event {

		void deliverTo(ConnectionListener listener);

	}

	private record Transition(ConnectionTransition transition, @Nullable Optional<?> connection,
			@Nullable WeakReference<?> collectable) implements Event {

		@Override
		public void deliverTo(ConnectionListener listener) {
			Optional<Object> connection = connectionNow();
			ConnectionTransition transition = this.transition;
			if (connection.isPresent()) {
				transition = new ConnectionTransition(transition.name(), transition.from(), transition.to(),
						transition.attempt(), transition.cause(), transition.at(), transition.inPrevious(),
						transition.generation(), transition.failureKind(), connection);
			}
			listener.onTransition(transition, connection);
		}

		private Optional<Object> connectionNow() {
			if (this.connection != null) {
				return this.connection.map((it) -> it);
			}
			return (this.collectable != null) ? Optional.ofNullable(this.collectable.get()) : Optional.empty();
		}

	}

	private record OutageOver(String name, Instant ended, Duration length) implements Event {

		@Override
		public void deliverTo(ConnectionListener listener) {
			listener.onOutageOver(this.name, this.ended, this.length);
		}

	}

	private record Mark(Runnable whenAllHavePassed) implements Event {

		@Override
		public void deliverTo(ConnectionListener listener) {
			// Nothing to report to a listener.
		}

	}

}
