package io.connectionmanager.spring;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import io.connectionmanager.ConnectionTransition;

import org.springframework.context.ApplicationEvent;

/**
 * Something happened to a connection of the application. The {@link #getSource() source}
 * is the connection's name.
 * <p>
 * The events of one connection are published in the order in which things happened, on a
 * worker thread of the connection manager and not under a lock, so a listener may block:
 * it delays later events of that connection and nothing else. Events of different
 * connections are independent of each other.
 * <p>
 * Publishing begins when the application context starts its lifecycle beans, and what
 * happened before is published then.
 */
@SuppressWarnings("serial")
public abstract sealed class ConnectionEvent extends ApplicationEvent
		permits ConnectedEvent, DisconnectedEvent, ConnectionAttemptFailedEvent, ConnectionSuspendedEvent {

	private final ConnectionTransition transition;

	ConnectionEvent(ConnectionTransition transition) {
		super(transition.name(), Clock.fixed(transition.at(), ZoneOffset.UTC));
		this.transition = transition;
	}

	/**
	 * Returns the name of the connection.
	 * @return the name
	 */
	public String name() {
		return this.transition.name();
	}

	/**
	 * Returns when it happened, by the wall clock.
	 * @return the moment
	 */
	public Instant at() {
		return this.transition.at();
	}

	/**
	 * Returns the number of the attempt within the outage that the event belongs to.
	 * @return the number, counted from 1
	 */
	public int attempt() {
		return this.transition.attempt();
	}

	/**
	 * Returns the failure that led to the event.
	 * @return the failure, or empty if there was none
	 */
	public Optional<Throwable> cause() {
		return this.transition.cause();
	}

	/**
	 * Returns the change of state that the event tells of.
	 * @return the transition
	 */
	public ConnectionTransition transition() {
		return this.transition;
	}

	@Override
	public String toString() {
		return "%s[%s, %s to %s, attempt %d]".formatted(getClass().getSimpleName(), name(), this.transition.from(),
				this.transition.to(), attempt());
	}

}
