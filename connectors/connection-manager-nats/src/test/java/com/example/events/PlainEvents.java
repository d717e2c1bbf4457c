package com.example.events;

import java.net.URI;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.nats.NatsConnector;
import io.nats.client.Connection;
import io.nats.client.MessageHandler;

class PlainEvents {

	static ConnectionManager<Connection> start(URI url, MessageHandler prices) {
		ConnectionManager<Connection> events = ConnectionManager.builder("events", NatsConnector.builder().build())
			.endpoint(url)
			.start();
		events.subscribe((connection) -> connection.createDispatcher(prices).subscribe("prices.*"));
		return events;
	}

}
