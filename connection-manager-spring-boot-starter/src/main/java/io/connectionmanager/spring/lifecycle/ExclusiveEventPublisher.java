package io.connectionmanager.spring.lifecycle;

import java.time.Clock;
import java.util.Optional;

import io.connectionmanager.ExclusiveListener;
import io.connectionmanager.spring.ExclusiveEvent;
import io.connectionmanager.spring.ExclusiveGrantedEvent;
import io.connectionmanager.spring.ExclusiveLostEvent;

/**
 * Publishes what a group grants and takes back as {@link ExclusiveEvent events} of the
 * application context, on the thread of the group's listener and in its order.
 */
public final class ExclusiveEventPublisher implements ExclusiveListener {

	private final ContextEvents events;

	private final Clock clock;

	/**
	 * Creates the publisher.
	 * @param events publishes the events
	 * @param clock the wall clock
	 */
	public ExclusiveEventPublisher(ContextEvents events, Clock clock) {
		this.events = events;
		this.clock = clock;
	}

	@Override
	public void granted(String connection, long token, Optional<String> previous, Reason reason) {
		this.events.publish(new ExclusiveGrantedEvent(connection, token, this.clock.instant(), previous, reason));
	}

	@Override
	public void lost(String connection, long token, Cause cause) {
		this.events.publish(new ExclusiveLostEvent(connection, token, this.clock.instant(), cause));
	}

}
