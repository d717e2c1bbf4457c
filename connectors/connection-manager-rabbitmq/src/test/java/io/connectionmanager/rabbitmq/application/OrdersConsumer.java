package io.connectionmanager.rabbitmq.application;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.connectionmanager.spring.OnConnected;

import org.springframework.stereotype.Component;

@Component
class OrdersConsumer {

	private final List<String> orders = new CopyOnWriteArrayList<>();

	@OnConnected(value = "orders", required = true)
	void consume(Connection connection) throws IOException {
		Channel channel = connection.createChannel();
		channel.queueDeclare("orders", true, false, false, null);
		channel.basicConsume("orders", true,
				(tag, delivery) -> this.orders.add(new String(delivery.getBody(), StandardCharsets.UTF_8)), (tag) -> {
				});
	}

	List<String> orders() {
		return this.orders;
	}

}
