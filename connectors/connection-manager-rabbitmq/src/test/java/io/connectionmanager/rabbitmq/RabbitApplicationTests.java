package io.connectionmanager.rabbitmq;

import java.util.List;
import java.util.Map;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;

import io.connectionmanager.connector.test.ApplicationContract;
import io.connectionmanager.connector.test.TestServer;

import org.springframework.context.ApplicationContext;

import static org.awaitility.Awaitility.await;

class RabbitApplicationTests extends ApplicationContract<Connection> {

	@Override
	protected TestServer startServer() {
		return OwnBroker.shared();
	}

	@Override
	protected String scheme() {
		return "amqp";
	}

	@Override
	protected Map<String, String> properties() {
		return Map.of("username", OwnBroker.USER, "password", OwnBroker.PASSWORD);
	}

	@Override
	protected List<String> oddUrls(String address) {
		return List.of("amqp://" + address + "/" + SECRET + ":vhost@x",
				"amqp://user:" + SECRET + "@" + address + "/%2F", "amqp://user:" + SECRET + "@" + address + "/a/b");
	}

	@Override
	protected void exchange(Connection connection, ApplicationContext application) throws Exception {
		try (Channel channel = connection.createChannel()) {
			String queue = channel.queueDeclare().getQueue();
			channel.basicPublish("", queue, null, new byte[0]);
			await().until(() -> channel.basicGet(queue, true) != null);
		}
	}

}
