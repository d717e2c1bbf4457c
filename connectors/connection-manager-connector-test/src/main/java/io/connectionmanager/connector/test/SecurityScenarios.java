package io.connectionmanager.connector.test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.FailureKind;
import io.connectionmanager.connector.Credentials;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Passwords, certificates, and what is shown of them.
 *
 * @param <C> the type of the connection
 */
final class SecurityScenarios<C> {

	private static final String WRONG_PASSWORD = "Zq7wrongT4secret";

	private final ConnectorContract<C> contract;

	private final ContractRun<C> run;

	SecurityScenarios(ConnectorContract<C> contract, ContractRun<C> run) {
		this.contract = contract;
		this.run = run;
	}

	void connects() throws Exception {
		this.run.tlsProxy(TestIdentities.SERVER);
		ConnectionManager<C> manager = this.run.start(true);
		C connection = this.run.awaitConnected(manager);
		this.contract.exchange(connection);
		if (this.contract.supports(Feature.MESSAGES)) {
			ContractRun.await("a message").until(() -> this.contract.consumption().count() > 0);
		}
		assertThat(this.run.heard()).isEqualTo("+");
		manager.close();
		this.run.awaitNothingOpen();
	}

	void refusesCertificate(TestIdentities identity) throws Exception {
		this.run.tlsProxy(identity);
		ConnectionManager<C> manager = this.run.start(true);
		this.run.awaitFailures(2);
		assertThat(this.run.kinds()).as("kinds of failure").containsOnly(FailureKind.TLS);
		assertThat(this.run.heard()).isEmpty();
		manager.close();
		this.run.awaitNothingOpen();
	}

	void wrongPassword() {
		Credentials right = right();
		this.run.credentials(new Credentials(right.username(), WRONG_PASSWORD.toCharArray()));
		FaultProxy proxy = this.run.proxy();
		ConnectionManager<C> manager = this.run.start(false);
		this.run.awaitFailures(2);
		assertThat(this.run.kinds()).as("kinds of failure").containsOnly(FailureKind.AUTHENTICATION);
		assertThat(this.run.transitions()).as("states").noneMatch((it) -> it.to() == ConnectionState.SUSPENDED);
		assertThat(this.run.heard()).isEmpty();
		this.run.credentials(right);
		this.run.awaitConnected(manager);
		ContractRun.await("only the current connection open").until(proxy::open, (open) -> open == 1);
	}

	private Credentials right() {
		return this.contract.credentials()
			.orElseThrow(() -> new IllegalStateException(
					"Override credentials(), or name CREDENTIALS in unsupported() with the reason"));
	}

	void secrets() throws Exception {
		List<String> secrets = new ArrayList<>(List.of(WRONG_PASSWORD));
		this.contract.credentials().ifPresent((it) -> secrets.add(new String(it.password())));
		try (LogCapture log = LogCapture.start()) {
			FaultProxy proxy = this.run.proxy();
			ConnectionManager<C> manager;
			if (this.contract.supports(Feature.CREDENTIALS)) {
				String user = right().username().isEmpty() ? "user" : right().username();
				this.run.credentials(new Credentials(right().username(), WRONG_PASSWORD.toCharArray()));
				manager = this.run.start(false);
				this.run.awaitFailures(1);
				this.run.credentials(right());
				this.run.awaitConnected(manager);
				proxy.cut();
				this.run.awaitFailures(2);
				assertNotShown(secrets, manager, log);
				manager.close();
				this.run.withoutCredentials();
				manager = this.run.start(withUserInfo(proxy.address(), user));
				this.run.awaitFailures(3);
			}
			else {
				manager = this.run.start(withUserInfo(proxy.address(), "user"));
				ContractRun.await("the outcome")
					.until(() -> !this.run.heard().isEmpty() || !this.run.kinds().isEmpty());
			}
			proxy.refuse();
			proxy.cut();
			assertNotShown(secrets, manager, log);
			manager.close();
			assertNotShown(secrets, manager, log);
		}
	}

	private URI withUserInfo(InetSocketAddress address, String user) {
		URI url = this.contract.url(address.getAddress().getHostAddress(), address.getPort(), false);
		return URI.create(url.toString().replaceFirst("//", "//" + user + ":" + WRONG_PASSWORD + "@"));
	}

	private void assertNotShown(List<String> secrets, ConnectionManager<C> manager, LogCapture log) {
		List<String> shown = new ArrayList<>(log.lines());
		shown.add(manager.toString());
		shown.add(manager.snapshot().toString());
		shown.add(manager.snapshot().details().toString());
		manager.snapshot().lastFailure().ifPresent((it) -> shown.add(text(it)));
		manager.connection().ifPresent((it) -> shown.add(Objects.toString(it)));
		this.run.transitions().forEach((it) -> it.cause().ifPresent((cause) -> shown.add(text(cause))));
		assertThat(log.lines()).as("captured log").isNotEmpty();
		for (String secret : secrets) {
			assertThat(shown).as("log, failures, snapshot and details").noneMatch((it) -> it.contains(secret));
		}
	}

	private static String text(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

}
