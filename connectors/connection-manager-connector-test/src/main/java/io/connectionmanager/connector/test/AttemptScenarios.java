package io.connectionmanager.connector.test;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureKind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attempts that succeed, fail and hang.
 *
 * @param <C> the type of the connection
 */
final class AttemptScenarios<C> {

	private final ConnectorContract<C> contract;

	private final ContractRun<C> run;

	AttemptScenarios(ConnectorContract<C> contract, ContractRun<C> run) {
		this.contract = contract;
		this.run = run;
	}

	void connects() throws Exception {
		FaultProxy proxy = this.run.proxy();
		ConnectionManager<C> manager = this.run.start(false);
		C connection = this.run.awaitConnected(manager);
		this.contract.exchange(connection);
		if (this.contract.supports(Feature.MESSAGES)) {
			ContractRun.await("a message").until(() -> this.contract.consumption().count() > 0);
		}
		assertThat(this.run.heard()).isEqualTo("+");
		assertThat(proxy.openToServer()).as("connections to the server").isPositive();
		manager.close();
		this.run.awaitNothingOpen();
	}

	void refused() {
		FaultProxy proxy = this.run.proxy();
		proxy.refuse();
		ConnectionManager<C> manager = this.run.start(false);
		this.run.awaitFailures(2);
		assertThat(this.run.kinds()).as("kinds of failure").containsOnly(FailureKind.REFUSED);
		assertThat(this.run.heard()).isEmpty();
		proxy.pass();
		this.run.awaitConnected(manager);
	}

	void unresolved() {
		this.run.settings(this.run.settings().toBuilder().timeout(Duration.ofSeconds(10)).build());
		// Reserved: it never resolves (RFC 2606).
		this.run.start(this.contract.url("host.invalid", this.contract.server().address().getPort(), false));
		this.run.awaitFailures(2);
		assertThat(this.run.kinds()).as("kinds of failure").containsOnly(FailureKind.UNRESOLVED);
		assertThat(this.run.heard()).isEmpty();
	}

	void reset() {
		FaultProxy proxy = this.run.proxy();
		proxy.reset();
		endsEarly(proxy);
	}

	void dropped() {
		FaultProxy proxy = this.run.proxy();
		proxy.drop();
		endsEarly(proxy);
	}

	private void endsEarly(FaultProxy proxy) {
		ConnectionManager<C> manager = this.run.start(false);
		this.run.awaitFailures(3);
		assertThat(this.run.kinds()).as("kinds of failure")
			.containsAnyOf(FailureKind.RESET, FailureKind.CLOSED_BY_PEER)
			.isSubsetOf(FailureKind.RESET, FailureKind.CLOSED_BY_PEER);
		if (this.contract.supports(Feature.HANDSHAKE)) {
			assertThat(this.run.heard()).as("subscriber, before the peer has answered").isEmpty();
		}
		proxy.pass();
		awaitOne(manager, proxy);
	}

	private void awaitOne(ConnectionManager<C> manager, FaultProxy proxy) {
		this.run.awaitConnected(manager);
		ContractRun.await("only the current connection open").until(proxy::open, (open) -> open == 1);
	}

	void stalled(boolean tls) throws Exception {
		this.run.shortTimeout();
		FaultProxy proxy = tls ? this.run.tlsProxy(TestIdentities.SERVER) : this.run.proxy();
		proxy.stall();
		ConnectionManager<C> manager = this.run.start(tls);
		ContractRun.await("two attempts").until(() -> this.run.kinds().size() >= 1 && proxy.opened() >= 2);
		assertThat(this.run.kinds()).as("kinds of failure").containsOnly(FailureKind.TIMEOUT);
		assertThat(this.run.heard()).isEmpty();
		ContractRun.await("the abandoned attempt closed").until(proxy::open, (open) -> open <= 1);
		manager.stop();
		this.run.awaitNothingOpen();
	}

	void unanswered() {
		this.run.shortTimeout();
		FaultProxy proxy = this.run.proxy();
		proxy.hang();
		ConnectionManager<C> manager = this.run.start(false);
		this.run.awaitFailures(1);
		assertThat(this.run.kinds()).as("kinds of failure").containsOnly(FailureKind.TIMEOUT);
		assertThat(this.run.heard()).isEmpty();
		proxy.pass();
		awaitOne(manager, proxy);
	}

	void interrupted() {
		FaultProxy proxy = this.run.proxy();
		if (this.contract.supports(Feature.HANDSHAKE)) {
			proxy.stall();
		}
		else {
			proxy.hang();
		}
		this.run.start(false);
		ContractRun.await("an attempt under way").until(() -> this.run.openCalls().begun() > 0);
		this.run.closeManager();
		this.run.awaitState(ConnectionState.CLOSED);
		this.run.awaitNothingOpen();
		assertThat(this.run.heard()).isEmpty();
	}

	void retryHint() {
		Duration hint = Duration.ofSeconds(1);
		InetSocketAddress address = this.contract.server().address();
		this.contract.refuseWithRetryHint(hint);
		try {
			ConnectionManager<C> manager = this.run
				.start(this.contract.url(address.getHostString(), address.getPort(), false));
			this.run.awaitFailures(1);
			ContractRun.await("the delay").until(() -> manager.snapshot().nextAttemptAt().isPresent());
			ConnectionTransition failure = this.run.transitions()
				.stream()
				.filter((it) -> it.cause().isPresent())
				.reduce((first, second) -> second)
				.orElseThrow();
			Instant next = manager.snapshot().nextAttemptAt().orElseThrow();
			assertThat(next).as("next attempt").isAfterOrEqualTo(failure.at().plus(hint).minusMillis(50));
			this.contract.refuseWithRetryHint(null);
			this.run.awaitConnected(manager);
		}
		finally {
			this.contract.refuseWithRetryHint(null);
		}
	}

}
