package io.connectionmanager.postgresql.application;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.connectionmanager.spring.ConnectedEvent;
import io.connectionmanager.spring.ConnectionEvent;
import io.connectionmanager.spring.DisconnectedEvent;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.event.EventListener;

/** The application of docs/connectors/postgresql.md, which counts events. */
@SpringBootApplication
class OrdersApplication {

	private final List<String> events = new CopyOnWriteArrayList<>();

	@EventListener({ ConnectedEvent.class, DisconnectedEvent.class })
	void record(ConnectionEvent event) {
		this.events.add(event.getClass().getSimpleName());
	}

	List<String> events() {
		return this.events;
	}

}
