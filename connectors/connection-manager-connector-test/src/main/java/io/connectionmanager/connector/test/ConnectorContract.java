package io.connectionmanager.connector.test;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.opentest4j.TestAbortedException;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.Credentials;

/**
 * What every connector has to do right, as tests against a real server, with a
 * {@link FaultProxy} in between. A subclass says how to create the connector, start its
 * server, and exchange messages; what a protocol does not have is named in
 * {@link #unsupported()}. <pre class="code">
 * class LineConnectorContractTests extends ConnectorContract&lt;LineClient&gt; {
 *
 *     protected ConnectorFactory&lt;LineClient&gt; factory() {
 *         return new LineConnectorFactory();
 *     }
 *
 *     protected TestServer startServer() {
 *         return ServerProcess.program("line-server", "--port", "{port}").start();
 *     }
 *
 *     protected URI url(String host, int port, boolean tls) {
 *         return URI.create((tls ? "lines://" : "line://") + host + ":" + port);
 *     }
 *
 *     protected void configure(ConnectorContext.Builder context) {
 *         context.collaborator((LineListener) (line) -&gt; messageReceived());
 *     }
 *
 *     protected void exchange(LineClient client) throws Exception {
 *         client.send("echo");
 *     }
 *
 * }
 * </pre>
 * <ul>
 * <li><b>Servers.</b> {@link #startServer()} is called once for the class. TLS is added
 * in front of that server; override {@link #startTlsServer} where TLS is negotiated
 * inside the protocol.</li>
 * <li><b>Threads.</b> {@link #exchange} and {@link #messageReceived()} are called on any
 * thread.</li>
 * <li><b>Time.</b> Tests wait for conditions. Upper bounds are generous.</li>
 * </ul>
 *
 * @param <C> the type of the connection
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class ConnectorContract<C> {

	private final Map<TestIdentities, TestServer> tlsServers = new EnumMap<>(TestIdentities.class);

	private final Consumption consumption = new Consumption();

	private @Nullable TestServer server;

	private @Nullable ContractRun<C> run;

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

	@BeforeAll
	final void startServerOfContract() throws Exception {
		this.server = startServer();
	}

	@AfterAll
	final void closeServersOfContract() {
		this.tlsServers.values().forEach(TestServer::close);
		if (this.server != null) {
			this.server.close();
		}
	}

	@BeforeEach
	final void beginContractRun() {
		this.consumption.reset();
		this.run = new ContractRun<>(this);
	}

	@AfterEach
	final void endContractRun() {
		this.consumption.reset();
		if (this.run != null) {
			this.run.close();
		}
	}

	final TestServer server() {
		return Objects.requireNonNull(this.server, "server");
	}

	final TestServer tlsServer(TestIdentities identity) throws Exception {
		TestServer server = this.tlsServers.get(identity);
		if (server == null) {
			server = startTlsServer(server(), identity.get());
			this.tlsServers.put(identity, server);
		}
		return server;
	}

	final Consumption consumption() {
		return this.consumption;
	}

	final boolean supports(Feature feature) {
		return !unsupported().containsKey(feature);
	}

	final void require(Feature feature) {
		String reason = unsupported().get(feature);
		if (reason != null) {
			throw new TestAbortedException("%s is not supported: %s".formatted(feature, reason));
		}
	}

	private ContractRun<C> run() {
		return Objects.requireNonNull(this.run, "run");
	}

	@Test
	void connects() throws Exception {
		run().attempts().connects();
	}

	@Test
	void connects_with_tls() throws Exception {
		require(Feature.TLS);
		run().security().connects();
	}

	@Test
	void refused_connection_is_retried() throws Exception {
		run().attempts().refused();
	}

	@Test
	void host_name_that_does_not_resolve_is_retried() throws Exception {
		run().attempts().unresolved();
	}

	@Test
	void reset_in_the_handshake_is_a_failed_attempt() throws Exception {
		run().attempts().reset();
	}

	@Test
	void stalled_handshake_times_out_and_leaves_nothing_open() throws Exception {
		require(Feature.HANDSHAKE);
		run().attempts().stalled(false);
	}

	@Test
	void stalled_tls_handshake_times_out_and_leaves_nothing_open() throws Exception {
		require(Feature.TLS);
		run().attempts().stalled(true);
	}

	@Test
	void unanswered_connect_times_out() throws Exception {
		run().attempts().unanswered();
	}

	@Test
	void connections_that_are_accepted_and_dropped_are_closed() throws Exception {
		run().attempts().dropped();
	}

	@Test
	void interrupted_attempt_ends() throws Exception {
		run().attempts().interrupted();
	}

	@Test
	void retry_hint_is_honoured() throws Exception {
		require(Feature.RETRY_HINT);
		run().attempts().retryHint();
	}

	@Test
	void loss_of_an_idle_connection_is_noticed_at_once() throws Exception {
		run().losses().cutWhenIdle();
	}

	@Test
	void normal_end_of_an_idle_connection_is_noticed_at_once() throws Exception {
		run().losses().closedWhenIdle();
	}

	@Test
	void loss_under_traffic_is_noticed_at_once() throws Exception {
		run().losses().cutUnderTraffic();
	}

	@Test
	void silent_peer_is_noticed() throws Exception {
		run().losses().silent(false);
	}

	@Test
	void silent_peer_is_noticed_with_tls() throws Exception {
		require(Feature.TLS);
		run().losses().silent(true);
	}

	@Test
	void idle_connection_is_not_cut() throws Exception {
		run().losses().idle();
	}

	@Test
	void slow_consumer_is_not_cut() throws Exception {
		require(Feature.MESSAGES);
		run().losses().slowConsumer();
	}

	@Test
	void consumer_may_stop_the_manager() throws Exception {
		require(Feature.MESSAGES);
		run().consumers().stops();
	}

	@Test
	void consumer_may_close_the_manager() throws Exception {
		require(Feature.MESSAGES);
		run().consumers().closes();
	}

	@Test
	void consumer_that_throws_an_error_does_not_end_the_messages() throws Exception {
		require(Feature.MESSAGES);
		require(Feature.FAILING_CONSUMER);
		run().consumers().fails();
	}

	@Test
	void consumer_that_blocks_does_not_hold_up_a_stop() throws Exception {
		require(Feature.MESSAGES);
		run().consumers().blocks();
	}

	@Test
	void killed_and_restarted_server_is_one_disconnected_and_one_connected() throws Exception {
		run().losses().killedAndRestarted();
	}

	@Test
	void wrong_password_is_retried_until_it_is_corrected() throws Exception {
		require(Feature.CREDENTIALS);
		run().security().wrongPassword();
	}

	@Test
	void certificate_for_another_host_is_refused() throws Exception {
		require(Feature.TLS);
		run().security().refusesCertificate(TestIdentities.WRONG_HOST);
	}

	@Test
	void expired_certificate_is_refused() throws Exception {
		require(Feature.TLS);
		run().security().refusesCertificate(TestIdentities.EXPIRED);
	}

	@Test
	void untrusted_certificate_is_refused() throws Exception {
		require(Feature.TLS);
		run().security().refusesCertificate(TestIdentities.UNTRUSTED);
	}

	@Test
	void no_secret_is_shown() throws Exception {
		run().security().secrets();
	}

	@Test
	void stop_while_connecting_leaves_nothing_open() throws Exception {
		run().resources().stopWhileConnecting();
	}

	@Test
	void stop_while_connected_leaves_nothing_open() throws Exception {
		run().resources().stopWhileConnected();
	}

	@Test
	void stop_while_waiting_leaves_nothing_open() throws Exception {
		run().resources().stopWhileWaiting();
	}

	@Test
	void each_connection_is_closed_exactly_once() throws Exception {
		run().resources().closedOnce();
	}

	@Test
	void reconnecting_leaves_nothing_behind() throws Exception {
		run().resources().noGrowth();
	}

}
