package io.connectionmanager.jdk;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.connector.Credentials;
import io.connectionmanager.connector.test.ConnectorContract;
import io.connectionmanager.connector.test.ServerProcess;
import io.connectionmanager.connector.test.TestServer;

/**
 * The contract against a {@link WebServer} in a process of its own.
 *
 * @param <C> the type of the connection
 */
abstract class WebConnectorContract<C> extends ConnectorContract<C> {

	private @Nullable TestServer webServer;

	@Override
	protected TestServer startServer() {
		this.webServer = ServerProcess.java(WebServer.class, "{port}").start();
		return this.webServer;
	}

	@Override
	protected Optional<Credentials> credentials() {
		return Optional.of(new Credentials(WebServer.USER, WebServer.PASSWORD.toCharArray()));
	}

	@Override
	protected void refuseWithRetryHint(@Nullable Duration retryAfter) {
		get((retryAfter != null) ? "/refuse?seconds=" + retryAfter.toSeconds() : "/accept");
	}

	final void get(String path) {
		if (this.webServer == null) {
			throw new IllegalStateException("The server was not started");
		}
		InetSocketAddress address = this.webServer.address();
		URI url = URI
			.create("http://%s:%d%s".formatted(address.getAddress().getHostAddress(), address.getPort(), path));
		try (InputStream answer = url.toURL().openStream()) {
			answer.readAllBytes();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
