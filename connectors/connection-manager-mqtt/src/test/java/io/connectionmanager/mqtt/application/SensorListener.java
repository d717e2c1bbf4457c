package io.connectionmanager.mqtt.application;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.connectionmanager.mqtt.MqttPublishListener;

import org.springframework.stereotype.Component;

import static java.nio.charset.StandardCharsets.UTF_8;

@Component
class SensorListener implements MqttPublishListener {

	private final Map<String, String> values = new ConcurrentHashMap<>();

	@Override
	public void onPublish(Mqtt5Publish publish) {
		this.values.put(publish.getTopic().toString(), UTF_8.decode(publish.getPayload().orElseThrow()).toString());
	}

	Map<String, String> values() {
		return this.values;
	}

}
