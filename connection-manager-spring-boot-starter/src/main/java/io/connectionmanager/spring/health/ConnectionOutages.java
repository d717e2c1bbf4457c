package io.connectionmanager.spring.health;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionTransition;

/**
 * Remembers since when connections have been out: since they were lost or, where they
 * have not been up yet, since they were started.
 */
public final class ConnectionOutages implements ConnectionListener {

	private final Map<String, Instant> begun = new ConcurrentHashMap<>();

	@Override
	public void onTransition(ConnectionTransition transition) {
		switch (transition.to()) {
			case CONNECTED, STOPPED, CLOSED -> this.begun.remove(transition.name());
			case CONNECTING, WAITING, SUSPENDED -> this.begun.putIfAbsent(transition.name(), transition.at());
		}
	}

	/**
	 * Returns when the outage of a connection began.
	 * @param name the name of the connection
	 * @return the moment, or empty if no outage is known of
	 */
	public Optional<Instant> begun(String name) {
		return Optional.ofNullable(this.begun.get(name));
	}

}
