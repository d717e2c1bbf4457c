package io.connectionmanager.connector.test;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.Connector;
import io.connectionmanager.FailureKind;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.Credentials;

/**
 * What one test of the contract works with: a proxy, a manager, and what they have seen.
 *
 * @param <C> the type of the connection
 */
final class ContractRun<C> implements AutoCloseable {

	/**
	 * How long to wait for what should happen at once, even on a busy machine. The tests
	 * of the contract itself, which fail on purpose, are less patient.
	 */
	static volatile Duration patience = Duration.ofSeconds(15);

	static final String NAME = "contract";

	/**
	 * Short where a test waits for the time to pass. On a busy machine, each thread that
	 * a handshake or an answer has to wake may take some hundred milliseconds, so a time
	 * that must not pass in a test is longer.
	 */
	static final ConnectionSettings SHORT_SETTINGS = ConnectionSettings.builder()
		.timeout(Duration.ofSeconds(5))
		.reconnectAfter(Duration.ofMillis(50))
		.backoff(1, Duration.ofSeconds(1), 0)
		.authenticationDelay(Duration.ofMillis(100))
		.stableAfter(Duration.ofMillis(100))
		.drainTimeout(Duration.ofSeconds(1))
		.keepAlive(Duration.ofMillis(300), Duration.ofSeconds(2))
		.build();

	private final ConnectorContract<C> contract;

	private final ConnectionRuntime runtime = ConnectionRuntime.builder().build();

	private final Recorder<C> recorder;

	private final OpenCalls openCalls = new OpenCalls();

	private final List<AutoCloseable> resources = new ArrayList<>();

	private volatile @Nullable Credentials credentials;

	private UnaryOperator<Connector<C>> decorator = UnaryOperator.identity();

	private ConnectionSettings settings;

	private @Nullable FaultProxy proxy;

	private @Nullable ConnectionManager<C> manager;

	ContractRun(ConnectorContract<C> contract) {
		this.contract = contract;
		this.settings = contract.settings();
		this.credentials = contract.credentials().orElse(null);
		this.recorder = new Recorder<>(contract::prepare);
	}

	AttemptScenarios<C> attempts() {
		return new AttemptScenarios<>(this.contract, this);
	}

	LossScenarios<C> losses() {
		return new LossScenarios<>(this.contract, this);
	}

	ConsumerScenarios<C> consumers() {
		return new ConsumerScenarios<>(this.contract, this);
	}

	SecurityScenarios<C> security() {
		return new SecurityScenarios<>(this.contract, this);
	}

	ResourceScenarios<C> resources() {
		return new ResourceScenarios<>(this.contract, this);
	}

	/** Puts a proxy in front of the server. */
	FaultProxy proxy() {
		return proxyTo(this.contract.server());
	}

	/** Puts a proxy in front of a server with TLS. */
	FaultProxy tlsProxy(TestIdentities identity) throws Exception {
		return proxyTo(this.contract.tlsServer(identity));
	}

	private FaultProxy proxyTo(TestServer server) {
		FaultProxy proxy = FaultProxy.to(server.address());
		this.proxy = proxy;
		this.resources.add(proxy);
		return proxy;
	}

	void settings(ConnectionSettings settings) {
		this.settings = settings;
	}

	ConnectionSettings settings() {
		return this.settings;
	}

	/** Shortens the timeout of attempts that are to end by it. */
	void shortTimeout() {
		this.settings = this.settings.toBuilder().timeout(Duration.ofMillis(1_500)).build();
	}

	void credentials(Credentials credentials) {
		this.credentials = credentials;
	}

	void withoutCredentials() {
		this.credentials = null;
	}

	void decorate(UnaryOperator<Connector<C>> decorator) {
		this.decorator = decorator;
	}

	/** Starts a manager that connects through the proxy. */
	ConnectionManager<C> start(boolean tls) {
		if (this.proxy == null) {
			throw new IllegalStateException("There is no proxy");
		}
		InetSocketAddress address = this.proxy.address();
		return start(this.contract.url(address.getAddress().getHostAddress(), address.getPort(), tls), tls);
	}

	/** Starts a manager that connects without TLS. */
	ConnectionManager<C> start(URI url) {
		return start(url, false);
	}

	private ConnectionManager<C> start(URI url, boolean tls) {
		ConnectorContext.Builder context = ConnectorContext.builder(NAME, url);
		this.contract.configure(context);
		if (this.credentials != null) {
			context.credentials(() -> Objects.requireNonNull(this.credentials));
		}
		// Its presence alone may ask for TLS.
		if (tls) {
			context.sslContext(() -> TestCertificates.get().clientContext());
		}
		Connector<C> connector = this.contract.factory().create(context.build());
		ConnectionManager<C> manager = ConnectionManager.builder(NAME, this.decorator.apply(connector))
			.endpoint(url)
			.settings(this.settings)
			.runtime(this.runtime)
			.listener(this.recorder)
			.interceptor(this.openCalls)
			.subscriber(this.recorder)
			.start();
		this.manager = manager;
		this.resources.add(manager);
		return manager;
	}

	void closeManager() {
		if (this.manager != null) {
			this.manager.close();
		}
	}

	OpenCalls openCalls() {
		return this.openCalls;
	}

	/** Returns what the subscriber has heard: {@code +} and {@code -}. */
	String heard() {
		return this.recorder.heard();
	}

	/** Returns the kinds of all failures and losses so far. */
	List<FailureKind> kinds() {
		return this.recorder.transitions()
			.stream()
			.filter((it) -> it.cause().isPresent())
			.flatMap((it) -> it.failureKind().stream())
			.toList();
	}

	/** Returns all failures and losses so far, with their causes. */
	List<String> failures() {
		return this.recorder.transitions()
			.stream()
			.flatMap((it) -> it.cause().stream().map((cause) -> "%s %s".formatted(it, cause)))
			.toList();
	}

	List<ConnectionTransition> transitions() {
		return this.recorder.transitions();
	}

	/** Forgets the transitions so far, which would look like a leak. */
	void forgetTransitions() {
		this.recorder.forgetTransitions();
	}

	static ConditionFactory await(String condition) {
		return Awaitility.await(condition).atMost(patience).pollInterval(Duration.ofMillis(10));
	}

	/** Waits until the connection is up and the subscriber has heard of it. */
	C awaitConnected(ConnectionManager<C> manager) {
		await("connected").until(() -> manager.isConnected() && heard().endsWith("+"));
		return manager.requireConnection();
	}

	/** Waits until the connection is up that followed a given one. */
	C awaitReplaced(ConnectionManager<C> manager, long generation) {
		await("connected again").until(
				() -> manager.snapshot().generation() > generation && manager.isConnected() && heard().endsWith("+"));
		return manager.requireConnection();
	}

	void awaitFailures(int count) {
		await(count + " failures or losses").until(() -> kinds().size() >= count);
	}

	void awaitState(ConnectionState state) {
		ConnectionManager<C> manager = this.manager;
		await("state " + state).until(() -> manager != null && manager.snapshot().state() == state);
	}

	/**
	 * Waits until the client has closed all its connections, and no call is under way.
	 */
	void awaitNothingOpen() {
		FaultProxy proxy = this.proxy;
		if (proxy != null) {
			await("all connections closed").until(proxy::open, (open) -> open == 0);
		}
		await("no call of the connector under way").until(this.openCalls::underWay, (calls) -> calls == 0);
	}

	@Override
	public void close() {
		for (int i = this.resources.size() - 1; i >= 0; i--) {
			try {
				this.resources.get(i).close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
		this.runtime.close();
	}

}
