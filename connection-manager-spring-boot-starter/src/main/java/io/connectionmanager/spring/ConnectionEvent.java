package io.connectionmanager.spring;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import io.connectionmanager.ConnectionTransition;

import org.springframework.context.ApplicationEvent;

/**
 * A change of a connection of the application. The {@link #getSource() source} is the
 * name of the connection.
 * <ul>
 * <li><b>Threads.</b> Events are published on a worker thread of connection-manager,
 * never under a lock. A listener may block: it delays later events of that connection and
 * nothing else.</li>
 * <li><b>Ordering.</b> The events of one connection are published in order. Events of
 * different connections are independent of each other.</li>
 * <li><b>Start.</b> Publishing begins when the application context starts its lifecycle
 * beans. Earlier events are published then.</li>
 * <li><b>Exceptions.</b> A listener that throws is logged and affects no other
 * listener.</li>
 * </ul>
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
	 * Returns the time of the change, by the wall clock.
	 * @return the time
	 */
	public Instant at() {
		return this.transition.at();
	}

	/**
	 * Returns the number of the attempt within its outage.
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
	 * Returns the transition that the event reports.
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
