package io.connectionmanager.connector.test;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.Credentials;

/**
 * What a subclass of {@link ConnectorContract} says about its connector: how to create
 * it, start its server, and exchange messages.
 *
 * @param <C> the type of the connection
 */
abstract class ConnectorUnderTest<C> {

	private final Consumption consumption = new Consumption();

	/**
	 * Returns the factory under test.
	 * @return the factory
	 */
	protected abstract ConnectorFactory<C> factory();

	/**
	 * Starts a server without TLS, or returns one that runs already. Called once for the
	 * class; the server is closed at the end.
	 * @return the server
	 * @throws Exception if it does not start
	 * @see ServerProcess
	 * @see TestServer#external(String, int)
	 */
	protected abstract TestServer startServer() throws Exception;

	/**
	 * Starts a server with TLS. Called once for each identity; the server is closed at
	 * the end. The default adds TLS in front of the server without TLS.
	 * @param server the server without TLS
	 * @param identity the certificate of the server
	 * @return the server with TLS
	 * @throws Exception if it does not start
	 */
	protected TestServer startTlsServer(TestServer server, TestIdentity identity) throws Exception {
		return TlsFront.of(server, identity);
	}

	/**
	 * Returns the URL to connect to, without credentials.
	 * @param host the host name or IP address
	 * @param port the port
	 * @param tls whether the server expects TLS
	 * @return the URL
	 */
	protected abstract URI url(String host, int port, boolean tls);

	/**
	 * Adds the options and collaborators of the connector. Called for each test.
	 * Credentials and SSL context are set by the contract.
	 * @param context the context
	 */
	protected void configure(ConnectorContext.Builder context) {
	}

	/**
	 * Returns the credentials that the server accepts. Their password should occur
	 * nowhere else: it is searched in log and messages.
	 * @return the credentials; empty if the protocol has none
	 */
	protected Optional<Credentials> credentials() {
		return Optional.empty();
	}

	/**
	 * Prepares a connection that has come up, as a subscriber of an application does: for
	 * example, subscribes to a topic.
	 * @param connection the connection
	 * @throws Exception if the connection is no longer usable
	 */
	protected void prepare(C connection) throws Exception {
	}

	/**
	 * Sends something over the connection, if the protocol allows that, and makes the
	 * peer send at least one message back. Need not wait for that message.
	 * @param connection the connection, which may be lost already
	 * @throws Exception if the connection is no longer usable
	 */
	protected abstract void exchange(C connection) throws Exception;

	/**
	 * To be called by the consumer of the application for each message that has arrived.
	 * Blocks while a test plays a slow consumer.
	 */
	protected final void messageReceived() {
		this.consumption.received();
	}

	/**
	 * Makes the server refuse connections with a hint when to come back. Required for
	 * {@link Feature#RETRY_HINT}.
	 * @param retryAfter the hint, or {@code null} to accept connections again
	 */
	protected void refuseWithRetryHint(@Nullable Duration retryAfter) {
		throw new UnsupportedOperationException("Override refuseWithRetryHint, or name RETRY_HINT in unsupported()");
	}

	/**
	 * Returns what the protocol or the connector does not support, with the reason.
	 * @return the features, none by default
	 */
	protected Map<Feature, String> unsupported() {
		return Map.of();
	}

	/**
	 * Returns the settings of the managers: short times, so that tests are fast. Override
	 * where a client library does not allow them.
	 * @return the settings
	 */
	protected ConnectionSettings settings() {
		return ContractRun.SHORT_SETTINGS;
	}

	final Consumption consumption() {
		return this.consumption;
	}

	final boolean supports(Feature feature) {
		return !unsupported().containsKey(feature);
	}

}
