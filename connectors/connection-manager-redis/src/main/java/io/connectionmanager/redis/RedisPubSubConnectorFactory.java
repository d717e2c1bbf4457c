package io.connectionmanager.redis;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.ConnectorOptions;
import io.connectionmanager.connector.MissingCollaboratorException;

/**
 * Creates connectors for the schemes {@code redis} and {@code rediss}.
 */
public final class RedisPubSubConnectorFactory
		implements ConnectorFactory<StatefulRedisPubSubConnection<String, String>> {

	private static final String CHANNELS = "channels";

	private static final String PATTERNS = "patterns";

	@Override
	public Set<String> schemes() {
		return Set.of("redis", "rediss");
	}

	@Override
	public Type connectionType() {
		return new ConnectionType();
	}

	@Override
	public Set<String> options() {
		return Set.of(CHANNELS, PATTERNS);
	}

	@Override
	public Connector<StatefulRedisPubSubConnection<String, String>> create(ConnectorContext context) {
		context.checkEndpoints(PubSubConnection::server);
		ConnectorOptions options = ConnectorOptions.of(context);
		List<String> channels = options.list(CHANNELS);
		List<String> patterns = options.list(PATTERNS);
		RedisPubSubConnector.Builder builder = RedisPubSubConnector.builder()
			.channels(channels.toArray(String[]::new))
			.patterns(patterns.toArray(String[]::new))
			.credentialsIfAny(context::credentials)
			.sslContextIfAny(context::sslContext);
		Optional<RedisPubSubListener<String, String>> listener = listener(context);
		if (listener.isEmpty() && !(channels.isEmpty() && patterns.isEmpty())) {
			throw new MissingCollaboratorException(context.name(), RedisPubSubListener.class);
		}
		listener.ifPresent(builder::listener);
		context.collaborator(ClientResources.class).ifPresent(builder::clientResources);
		return builder.build();
	}

	/** Connections are made for text only; a listener cannot say what it expects. */
	@SuppressWarnings("unchecked")
	private static Optional<RedisPubSubListener<String, String>> listener(ConnectorContext context) {
		return context.collaborator(RedisPubSubListener.class)
			.map((listener) -> (RedisPubSubListener<String, String>) listener);
	}

	/** {@code StatefulRedisPubSubConnection<String, String>}. */
	private static final class ConnectionType implements ParameterizedType {

		@Override
		public Type[] getActualTypeArguments() {
			return new Type[] { String.class, String.class };
		}

		@Override
		public Type getRawType() {
			return StatefulRedisPubSubConnection.class;
		}

		@Override
		public @Nullable Type getOwnerType() {
			return null;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof ParameterizedType that && that.getRawType().equals(getRawType())
					&& List.of(that.getActualTypeArguments()).equals(List.of(getActualTypeArguments()));
		}

		@Override
		public int hashCode() {
			return getRawType().hashCode();
		}

		@Override
		public String toString() {
			return StatefulRedisPubSubConnection.class.getName() + "<java.lang.String, java.lang.String>";
		}

	}

}
