package io.connectionmanager.benchmarks.peers;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;

/**
 * HiveMQ's MQTT client. It stretches its delay by up to a quarter, at random.
 */
final class HiveMq implements Peer {

	private final Duration delay;

	HiveMq(Duration delay) {
		this.delay = delay;
	}

	@Override
	public AutoCloseable open(InetSocketAddress server, Watch watch) {
		Mqtt5AsyncClient client = MqttClient.builder()
			.useMqttVersion5()
			.serverHost(server.getAddress().getHostAddress())
			.serverPort(server.getPort())
			.automaticReconnect()
			.initialDelay(this.delay.toNanos(), TimeUnit.NANOSECONDS)
			.maxDelay(this.delay.toNanos(), TimeUnit.NANOSECONDS)
			.applyAutomaticReconnect()
			.addConnectedListener((context) -> watch.up())
			.addDisconnectedListener((context) -> watch.down())
			.buildAsync();
		client.connect();
		return client::disconnect;
	}

	@Override
	public void close() {
	}

}
