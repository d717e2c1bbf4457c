package io.connectionmanager.rabbitmq;

import java.lang.reflect.Type;
import java.util.Set;

import com.rabbitmq.client.Connection;

import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;

/**
 * Creates connectors for the schemes {@code amqp} and {@code amqps}.
 */
public final class RabbitConnectorFactory implements ConnectorFactory<Connection> {

	@Override
	public Set<String> schemes() {
		return Set.of("amqp", "amqps");
	}

	@Override
	public Type connectionType() {
		return Connection.class;
	}

	@Override
	public Set<String> options() {
		return Set.of();
	}

	@Override
	public Connector<Connection> create(ConnectorContext context) {
		context.checkEndpoints(RabbitUrl::of);
		RabbitConnector.Builder builder = RabbitConnector.builder()
			.credentialsIfAny(context::credentials)
			.sslContextIfAny(context::sslContext);
		context.collaborator(RabbitClientCustomizer.class).ifPresent(builder::customizer);
		return builder.build();
	}

}
