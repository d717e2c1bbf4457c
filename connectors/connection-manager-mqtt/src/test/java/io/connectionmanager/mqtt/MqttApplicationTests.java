package io.connectionmanager.mqtt;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;

import io.connectionmanager.connector.test.ApplicationContract;
import io.connectionmanager.connector.test.TestServer;

import org.springframework.context.ApplicationContext;

import static org.awaitility.Awaitility.await;

class MqttApplicationTests extends ApplicationContract<Mqtt5AsyncClient> {

	@Override
	protected TestServer startServer() throws Exception {
		return Brokers.startWithPassword("user " + Brokers.USER + "\ntopic readwrite sensors/#\n");
	}

	@Override
	protected String scheme() {
		return "mqtt";
	}

	@Override
	protected Map<String, String> properties() {
		return Map.of("username", Brokers.USER, "password", Brokers.PASSWORD, "options.topics", "sensors/#");
	}

	@Override
	protected List<Class<?>> beans() {
		return List.of(SensorListener.class);
	}

	@Override
	protected void exchange(Mqtt5AsyncClient client, ApplicationContext application) {
		Queue<String> topics = application.getBean(SensorListener.class).topics;
		topics.clear();
		client.publishWith().topic("sensors/1").send();
		await().until(() -> topics.contains("sensors/1"));
	}

	static class SensorListener implements MqttPublishListener {

		private final Queue<String> topics = new ConcurrentLinkedQueue<>();

		@Override
		public void onPublish(Mqtt5Publish publish) {
			this.topics.add(publish.getTopic().toString());
		}

	}

}
