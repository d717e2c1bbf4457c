package io.connectionmanager.jdk;

import java.lang.reflect.Type;
import java.net.Socket;
import java.util.Set;

import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.ConnectorOptions;

/**
 * Creates connectors for {@code tcp://host:port} and, with TLS, {@code tcps://host:port}.
 * The application supplies a {@link SocketHandler}.
 */
public final class SocketConnectorFactory implements ConnectorFactory<Socket> {

	private static final String TCP_NO_DELAY = "tcp-no-delay";

	private static final String READ_TIMEOUT = "read-timeout";

	/**
	 * Creates the factory.
	 */
	public SocketConnectorFactory() {
	}

	@Override
	public Set<String> schemes() {
		return Set.of(SocketConnector.SCHEME, SocketConnector.TLS_SCHEME);
	}

	@Override
	public Type connectionType() {
		return Socket.class;
	}

	@Override
	public Set<String> options() {
		return Set.of(TCP_NO_DELAY, READ_TIMEOUT);
	}

	@Override
	public Connector<Socket> create(ConnectorContext context) {
		context.checkEndpoints(SocketConnector::server);
		ConnectorOptions options = ConnectorOptions.of(context);
		SocketConnector.Builder builder = SocketConnector.builder(context.requireCollaborator(SocketHandler.class))
			.tcpNoDelay(options.flag(TCP_NO_DELAY, true))
			.sslContext(context::sslContext);
		options.duration(READ_TIMEOUT).ifPresent(builder::readTimeout);
		return builder.build();
	}

}
