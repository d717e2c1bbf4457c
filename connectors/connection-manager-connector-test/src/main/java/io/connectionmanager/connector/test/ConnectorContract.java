package io.connectionmanager.connector.test;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.opentest4j.TestAbortedException;

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
public abstract class ConnectorContract<C> extends ConnectorUnderTest<C> {

	private final Map<TestIdentities, TestServer> tlsServers = new EnumMap<>(TestIdentities.class);

	private @Nullable TestServer server;

	private @Nullable ContractRun<C> run;

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
		consumption().reset();
		this.run = new ContractRun<>(this);
	}

	@AfterEach
	final void endContractRun() {
		consumption().reset();
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
