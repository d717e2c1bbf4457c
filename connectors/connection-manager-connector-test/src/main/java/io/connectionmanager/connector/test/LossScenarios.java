package io.connectionmanager.connector.test;

import java.net.InetSocketAddress;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.opentest4j.TestAbortedException;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSettings.KeepAlive;
import io.connectionmanager.FailureKind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that are lost, and some that must not be.
 *
 * @param <C> the type of the connection
 */
final class LossScenarios<C> {

	/** What a busy machine may add to a bound. */
	private static final Duration SLACK = Duration.ofSeconds(2);

	private static final int MESSAGES = 5;

	private static final int LOSSES = 3;

	private final ConnectorContract<C> contract;

	private final ContractRun<C> run;

	LossScenarios(ConnectorContract<C> contract, ContractRun<C> run) {
		this.contract = contract;
		this.run = run;
	}

	void cutWhenIdle() {
		FaultProxy proxy = this.run.proxy();
		endsWhenIdle(proxy, proxy::cut);
	}

	void closedWhenIdle() {
		FaultProxy proxy = this.run.proxy();
		endsWhenIdle(proxy, proxy::disconnect);
	}

	private void endsWhenIdle(FaultProxy proxy, Runnable end) {
		ConnectionManager<C> manager = this.run.start(false);
		C first = this.run.awaitConnected(manager);
		long generation = manager.snapshot().generation();
		end.run();
		C second = this.run.awaitReplaced(manager, generation);
		assertThat(second).isNotSameAs(first);
		assertThat(this.run.heard()).isEqualTo("+-+");
		assertThat(this.run.kinds()).as("kinds of failure")
			.hasSize(1)
			.isSubsetOf(FailureKind.RESET, FailureKind.CLOSED_BY_PEER);
		ContractRun.await("only the current connection open").until(proxy::open, (open) -> open == 1);
	}

	void cutUnderTraffic() {
		FaultProxy proxy = this.run.proxy();
		ConnectionManager<C> manager = this.run.start(false);
		this.run.awaitConnected(manager);
		try (Traffic<C> traffic = new Traffic<>(manager, this.contract::exchange)) {
			for (int i = 0; i < LOSSES; i++) {
				awaitTraffic(traffic);
				long generation = manager.snapshot().generation();
				proxy.cut();
				this.run.awaitReplaced(manager, generation);
			}
			awaitTraffic(traffic);
		}
		assertThat(this.run.heard()).isEqualTo("+" + "-+".repeat(LOSSES));
		assertThat(this.run.kinds()).as("kinds of failure").doesNotContain(FailureKind.LIVENESS, FailureKind.OTHER);
	}

	private void awaitTraffic(Traffic<C> traffic) {
		long exchanges = traffic.exchanges() + MESSAGES;
		ContractRun.await("traffic").until(() -> traffic.exchanges() >= exchanges);
		if (this.contract.supports(Feature.MESSAGES)) {
			long messages = this.contract.consumption().count() + 1;
			ContractRun.await("messages").until(() -> this.contract.consumption().count() >= messages);
		}
	}

	void silent(boolean tls) throws Exception {
		FaultProxy proxy = tls ? this.run.tlsProxy(TestIdentities.SERVER) : this.run.proxy();
		ConnectionManager<C> manager = this.run.start(tls);
		C connection = this.run.awaitConnected(manager);
		this.contract.exchange(connection);
		long begin = System.nanoTime();
		proxy.silence();
		ContractRun.await("the loss").until(() -> !this.run.kinds().isEmpty());
		Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
		assertThat(this.run.kinds().get(0)).as("kind of the loss").isEqualTo(FailureKind.LIVENESS);
		assertThat(elapsed).as("time to notice").isLessThan(window().plus(SLACK));
		proxy.pass();
		this.run.awaitConnected(manager);
		ContractRun.await("only the current connection open").until(proxy::open, (open) -> open == 1);
	}

	private Duration window() {
		KeepAlive keepAlive = this.run.settings().keepAlive();
		return keepAlive.interval().plus(keepAlive.timeout());
	}

	void idle() {
		this.run.proxy();
		ConnectionManager<C> manager = this.run.start(false);
		this.run.awaitConnected(manager);
		assertStaysUp(manager);
	}

	void slowConsumer() {
		this.run.proxy();
		ConnectionManager<C> manager = this.run.start(false);
		this.run.awaitConnected(manager);
		Consumption consumption = this.contract.consumption();
		consumption.block();
		try (Traffic<C> traffic = new Traffic<>(manager, this.contract::exchange)) {
			ContractRun.await("a consumer that is held up").until(consumption::isBlocking);
			assertStaysUp(manager);
			long messages = consumption.count() + MESSAGES;
			consumption.release();
			ContractRun.await("messages afterwards").until(() -> consumption.count() >= messages);
			assertThat(this.run.failures()).as("losses").isEmpty();
			assertThat(traffic.exchanges()).isPositive();
		}
		finally {
			consumption.release();
		}
	}

	private void assertStaysUp(ConnectionManager<C> manager) {
		Duration time = window().multipliedBy(2);
		Awaitility.await("the connection stays up")
			.during(time)
			.atMost(time.plus(ContractRun.patience))
			.failFast(() -> assertThat(this.run.failures()).as("losses").isEmpty())
			.until(manager::isConnected);
	}

	void killedAndRestarted() {
		TestServer server = this.contract.server();
		if (!server.isOwn()) {
			throw new TestAbortedException("The server at %s is not the test's own".formatted(server.address()));
		}
		InetSocketAddress address = server.address();
		try {
			// Without a proxy, which would accept connections while the server is down.
			ConnectionManager<C> manager = this.run
				.start(this.contract.url(address.getAddress().getHostAddress(), address.getPort(), false));
			this.run.awaitConnected(manager);
			long generation = manager.snapshot().generation();
			server.kill();
			ContractRun.await("disconnected").until(() -> this.run.heard().equals("+-"));
			this.run.awaitFailures(2);
			server.start();
			this.run.awaitReplaced(manager, generation);
			assertThat(this.run.heard()).isEqualTo("+-+");
		}
		finally {
			server.start();
		}
	}

}
