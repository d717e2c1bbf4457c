package io.connectionmanager.nats;

import java.lang.reflect.Type;
import java.util.Set;

import io.nats.client.Connection;

import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;

/**
 * Creates connectors for {@code nats} and {@code tls} URLs. The application may supply a
 * {@link NatsOptionsCustomizer}.
 *
 * @see NatsConnector
 */
public final class NatsConnectorFactory implements ConnectorFactory<Connection> {

	@Override
	public Set<String> schemes() {
		return Set.of(NatsConnector.SCHEME, NatsConnector.TLS_SCHEME);
	}

	@Override
	public Type connectionType() {
		return Connection.class;
	}

	@Override
	public Set<String> options() {
		return NatsConnectorOptions.NAMES;
	}

	@Override
	public boolean usesSslContext(String scheme) {
		return scheme.equals(NatsConnector.TLS_SCHEME);
	}

	@Override
	public Connector<Connection> create(ConnectorContext context) {
		context.checkEndpoints(NatsConnector::server);
		NatsConnector.Builder builder = NatsConnector.builder()
			.customizer(NatsConnectorOptions.of(context))
			.credentialsIfPresent(context::credentials)
			.sslContextIfPresent(context::sslContext);
		context.collaborator(NatsOptionsCustomizer.class).ifPresent(builder::customizer);
		return builder.build();
	}

}
