package com.example.events;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.spring.OnConnected;
import io.nats.client.Connection;
import io.nats.client.Message;

import org.springframework.stereotype.Component;

@Component
class Prices {

	final Map<String, String> latest = new ConcurrentHashMap<>();

	private final ConnectionManager<Connection> events;

	Prices(ConnectionManager<Connection> events) {
		this.events = events;
	}

	@OnConnected("events")
	void subscribe(Connection connection) {
		connection.createDispatcher(this::priceReceived).subscribe("prices.*");
	}

	private void priceReceived(Message message) {
		this.latest.put(message.getSubject(), new String(message.getData(), StandardCharsets.UTF_8));
	}

	void publish(String symbol, String price) {
		this.events.requireConnection().publish("prices." + symbol, price.getBytes(StandardCharsets.UTF_8));
	}

}
