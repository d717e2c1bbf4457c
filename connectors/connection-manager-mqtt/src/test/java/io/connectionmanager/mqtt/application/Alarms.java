package io.connectionmanager.mqtt.application;

import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.connectionmanager.ConnectionManager;

import org.springframework.stereotype.Component;

import static java.nio.charset.StandardCharsets.UTF_8;

@Component
class Alarms {

	private final ConnectionManager<Mqtt5AsyncClient> sensors;

	Alarms(ConnectionManager<Mqtt5AsyncClient> sensors) {
		this.sensors = sensors;
	}

	void raise(String text) {
		this.sensors.requireConnection().publishWith().topic("alarms").payload(UTF_8.encode(text)).send();
	}

}
