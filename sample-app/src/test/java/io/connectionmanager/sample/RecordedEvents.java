package io.connectionmanager.sample;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.connectionmanager.spring.ConnectedEvent;
import io.connectionmanager.spring.ConnectionAttemptFailedEvent;
import io.connectionmanager.spring.ConnectionEvent;
import io.connectionmanager.spring.DisconnectedEvent;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.event.EventListener;

/**
 * The events that the application heard, each by a listener for its own type.
 */
@TestComponent
class RecordedEvents {

	private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

	private final Map<String, Long> connects = new ConcurrentHashMap<>();

	@EventListener
	void on(ConnectedEvent<?> event) {
		this.connects.merge(event.name(), 1L, Long::sum);
		this.events.add(event);
	}

	@EventListener
	void on(DisconnectedEvent<?> event) {
		this.events.add(event);
	}

	@EventListener
	void on(ConnectionAttemptFailedEvent event) {
		this.events.add(event);
	}

	/**
	 * Returns how often a connection was heard to come up, since the application was
	 * started.
	 * @param connection the name of the connection
	 * @return the number
	 */
	long connects(String connection) {
		return this.connects.getOrDefault(connection, 0L);
	}

	void clear() {
		this.events.clear();
	}

	List<ConnectionEvent> of(String connection) {
		return this.events.stream().filter((event) -> event.name().equals(connection)).toList();
	}

}
