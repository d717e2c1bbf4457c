package io.connectionmanager.mqtt;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;

import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.ConnectorOptions;
import io.connectionmanager.connector.InvalidOptionException;
import io.connectionmanager.connector.MissingCollaboratorException;

/**
 * Creates connectors for the schemes {@code mqtt} and {@code mqtts}.
 */
public final class MqttConnectorFactory implements ConnectorFactory<Mqtt5AsyncClient> {

	private static final String CLIENT_ID = "client-id";

	private static final String SESSION_EXPIRY = "session-expiry";

	private static final String TOPICS = "topics";

	private static final String QOS = "qos";

	@Override
	public Set<String> schemes() {
		return Set.of("mqtt", "mqtts");
	}

	@Override
	public Type connectionType() {
		return Mqtt5AsyncClient.class;
	}

	@Override
	public Set<String> options() {
		return Set.of(CLIENT_ID, SESSION_EXPIRY, TOPICS, QOS);
	}

	@Override
	public Connector<Mqtt5AsyncClient> create(ConnectorContext context) {
		context.checkEndpoints(ClientConnection::server);
		ConnectorOptions options = ConnectorOptions.of(context);
		MqttConnector.Builder builder = MqttConnector.builder()
			.qos(options.number(QOS, MqttConnector.DEFAULT_QOS, 0, MqttQos.values().length - 1))
			.credentialsIfAny(context::credentials)
			.sslContextIfAny(context::sslContext);
		options.text(CLIENT_ID).ifPresent((it) -> check(context, CLIENT_ID, () -> builder.clientId(it)));
		options.duration(SESSION_EXPIRY)
			.ifPresent((it) -> check(context, SESSION_EXPIRY, () -> builder.sessionExpiry(it)));
		List<String> topics = options.list(TOPICS);
		check(context, TOPICS, () -> builder.topics(topics.toArray(String[]::new)));
		Optional<MqttPublishListener> listener = context.collaborator(MqttPublishListener.class);
		if (!topics.isEmpty() && listener.isEmpty()) {
			throw new MissingCollaboratorException(context.name(), MqttPublishListener.class);
		}
		listener.ifPresent(builder::listener);
		context.collaborator(MqttClientCustomizer.class).ifPresent(builder::customizer);
		return builder.build();
	}

	private static void check(ConnectorContext context, String option, Runnable setter) {
		try {
			setter.run();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidOptionException(context.name(), option, String.valueOf(ex.getMessage()));
		}
	}

}
