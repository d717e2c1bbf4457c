package io.connectionmanager.documentation;

import java.net.http.WebSocket;

import com.example.line.LineConnectorFactory;
import com.example.line.LineListener;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.jdk.EventStreamListener;
import io.connectionmanager.jdk.SocketHandler;
import io.connectionmanager.mqtt.MqttPublishListener;
import io.connectionmanager.postgresql.PostgresNotificationListener;
import io.connectionmanager.testing.InMemoryCoordinationStore;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What an application supplies to ready-made connectors, a factory of its own, and the
 * store of exclusive connections.
 */
@Configuration(proxyBeanMethods = false)
class SuppliedBeans {

	@Bean
	static LineConnectorFactory lineConnectorFactory() {
		return new LineConnectorFactory();
	}

	@Bean
	LineListener lineListener() {
		return (line) -> {
		};
	}

	@Bean
	CoordinationStore coordinationStore() {
		return new InMemoryCoordinationStore();
	}

	@Bean
	SocketHandler socketHandler() {
		return (socket) -> {
		};
	}

	@Bean
	WebSocket.Listener webSocketListener() {
		return new WebSocket.Listener() {
		};
	}

	@Bean
	EventStreamListener eventStreamListener() {
		return (event) -> {
		};
	}

	@Bean
	ChannelInitializer<Channel> channelInitializer() {
		return new ChannelInitializer<>() {
			@Override
			protected void initChannel(Channel channel) {
			}
		};
	}

	@Bean
	PostgresNotificationListener notificationListener() {
		return (notification) -> {
		};
	}

	@Bean
	MqttPublishListener publishListener() {
		return (publish) -> {
		};
	}

	@Bean
	RedisPubSubListener<String, String> pubSubListener() {
		return new RedisPubSubAdapter<>();
	}

}
