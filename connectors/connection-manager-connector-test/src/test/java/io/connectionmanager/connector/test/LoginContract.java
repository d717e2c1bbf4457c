package io.connectionmanager.connector.test;

import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.Credentials;

/**
 * The contract for a connector with chosen faults.
 */
abstract class LoginContract extends ConnectorContract<LoginClient> {

	private final LoginServer server = new LoginServer();

	Set<Fault> faults() {
		return Set.of();
	}

	@Override
	protected ConnectorFactory<LoginClient> factory() {
		return new ConnectorFactory<>() {

			@Override
			public Set<String> schemes() {
				return Set.of("login", "logins");
			}

			@Override
			public Type connectionType() {
				return LoginClient.class;
			}

			@Override
			public Set<String> options() {
				return Set.of();
			}

			@Override
			public Connector<LoginClient> create(ConnectorContext context) {
				return new LoginConnector(context, LoginContract.this::messageReceived, faults());
			}

		};
	}

	@Override
	protected TestServer startServer() {
		this.server.start();
		return this.server;
	}

	@Override
	protected URI url(String host, int port, boolean tls) {
		return URI.create("%s://%s:%d".formatted(tls ? "logins" : "login", host, port));
	}

	@Override
	protected Optional<Credentials> credentials() {
		return Optional.of(new Credentials("", LoginServer.PASSWORD.toCharArray()));
	}

	@Override
	protected void exchange(LoginClient connection) throws Exception {
		connection.send('m');
	}

	@Override
	protected void refuseWithRetryHint(@Nullable Duration retryAfter) {
		this.server.retryAfter(retryAfter);
	}

}
