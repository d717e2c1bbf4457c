package io.connectionmanager.spring;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import org.springframework.context.ApplicationEvent;

/**
 * A change of what this replica may do with an exclusive connection. The
 * {@link #getSource() source} is the name of the connection.
 * <ul>
 * <li><b>Threads, start, exceptions.</b> As for {@link ConnectionEvent}.</li>
 * <li><b>Ordering.</b> The exclusive events of one connection are published in order.
 * They may overlap with its {@link ConnectionEvent connection events}.</li>
 * </ul>
 */
@SuppressWarnings("serial")
public abstract sealed class ExclusiveEvent extends ApplicationEvent permits ExclusiveGrantedEvent, ExclusiveLostEvent {

	private final String name;

	private final long token;

	private final Instant at;

	ExclusiveEvent(String name, long token, Instant at) {
		super(name, Clock.fixed(at, ZoneOffset.UTC));
		this.name = name;
		this.token = token;
		this.at = at;
	}

	/**
	 * Returns the name of the connection.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the fencing token, which is higher than that of every earlier holder.
	 * @return the token
	 */
	public long token() {
		return this.token;
	}

	/**
	 * Returns the time of the change, by the wall clock.
	 * @return the time
	 */
	public Instant at() {
		return this.at;
	}

}
