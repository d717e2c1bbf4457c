package io.connectionmanager.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import javax.net.ssl.SSLSocket;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.Connector;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.spring.TestContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of connections whose SSL bundle is reloaded, with certificates in files
 * and a real server that asks its clients for theirs.
 */
@ExtendWith(OutputCaptureExtension.class)
class SslBundleReloadTests {

	@TempDir
	static Path certificates;

	@TempDir
	Path folder;

	@BeforeAll
	static void makeCertificates() throws Exception {
		for (String name : List.of("localhost", "old-client", "new-client")) {
			KeyStores.create(certificates, name);
		}
	}

	@Test
	void connections_that_use_it_connect_anew_with_the_new_certificate() throws Exception {
		install("old-client");
		try (TlsServer server = new TlsServer(KeyStores.load(certificates, "localhost"),
				KeyStores.load(certificates, "old-client"), KeyStores.load(certificates, "new-client"))) {
			runner(server.port()).withPropertyValues("spring.main.lazy-initialization=true").run((context) -> {
				List<ConnectionManager<?>> secured = secured(context.getBean(ConnectionManagers.class));
				ConnectionManager<?> plain = context.getBean(ConnectionManagers.class).get("plain");
				await().until(() -> plain.isConnected() && secured.stream().allMatch(ConnectionManager::isConnected));
				assertThat(server.clients()).containsOnly("CN=old-client").hasSize(3);
				install("new-client");
				await()
					.untilAsserted(() -> assertThat(server.clients()).filteredOn("CN=new-client"::equals).hasSize(3));
				await().until(() -> secured.stream().allMatch(ConnectionManager::isConnected));
				assertThat(secured).allSatisfy((manager) -> {
					assertThat(manager.snapshot().connects()).isEqualTo(2);
					assertThat(manager.snapshot().failures()).isZero();
				});
				assertThat(plain.snapshot().connects()).isEqualTo(1);
			});
		}
	}

	@Test
	void a_certificate_that_is_refused_takes_down_one_connection_and_not_all() throws Exception {
		install("old-client");
		try (TlsServer server = new TlsServer(KeyStores.load(certificates, "localhost"),
				KeyStores.load(certificates, "old-client"))) {
			runner(server.port()).run((context) -> {
				List<ConnectionManager<?>> secured = secured(context.getBean(ConnectionManagers.class));
				await().until(() -> secured.stream().allMatch(ConnectionManager::isConnected));
				install("new-client");
				await().until(() -> secured.stream().anyMatch((manager) -> manager.snapshot().failures() > 2));
				assertThat(secured).filteredOn(ConnectionManager::isConnected).hasSize(2);
				install("old-client");
				await().until(() -> secured.stream()
					.allMatch((manager) -> manager.isConnected() && manager.snapshot().connects() > 1));
			});
		}
	}

	@Test
	void a_file_that_is_broken_drops_no_connection(CapturedOutput output) throws Exception {
		install("old-client");
		try (TlsServer server = new TlsServer(KeyStores.load(certificates, "localhost"),
				KeyStores.load(certificates, "old-client"), KeyStores.load(certificates, "new-client"))) {
			runner(server.port()).run((context) -> {
				List<ConnectionManager<?>> secured = secured(context.getBean(ConnectionManagers.class));
				await().until(() -> secured.stream().allMatch(ConnectionManager::isConnected));
				Path broken = this.folder.resolve("next.p12");
				Files.writeString(broken, "this is no key store");
				Files.move(broken, this.folder.resolve("client.p12"), StandardCopyOption.ATOMIC_MOVE);
				await().until(() -> output.toString().contains("cannot be used"));
				assertThat(output).contains("ERROR").doesNotContain("reconnecting one by one");
				install("new-client");
				await().until(() -> secured.stream()
					.allMatch((manager) -> manager.isConnected() && manager.snapshot().connects() == 2));
				assertThat(output).containsOnlyOnce("cannot be used");
			});
		}
	}

	private static List<ConnectionManager<?>> secured(ConnectionManagers managers) {
		return List.of(managers.get("a"), managers.get("b"), managers.get("c"));
	}

	private void install(String client) throws IOException {
		Path next = this.folder.resolve("next.p12");
		Files.copy(certificates.resolve(client + ".p12"), next, StandardCopyOption.REPLACE_EXISTING);
		Files.move(next, this.folder.resolve("client.p12"), StandardCopyOption.ATOMIC_MOVE);
	}

	private ApplicationContextRunner runner(int port) {
		ApplicationContextRunner runner = TestContext.runner()
			.withUserConfiguration(Connections.class)
			.withPropertyValues("spring.ssl.bundle.watch.file.quiet-period=50ms",
					"spring.ssl.bundle.jks.feed.reload-on-update=true",
					"spring.ssl.bundle.jks.feed.keystore.location=file:" + this.folder.resolve("client.p12"),
					"spring.ssl.bundle.jks.feed.keystore.password=" + KeyStores.PASSWORD,
					"spring.ssl.bundle.jks.feed.truststore.location=file:" + certificates.resolve("localhost.p12"),
					"spring.ssl.bundle.jks.feed.truststore.password=" + KeyStores.PASSWORD);
		for (String name : List.of("a", "b", "c")) {
			String prefix = "connection-manager.connections." + name;
			runner = runner.withPropertyValues(prefix + ".url=tls://localhost:" + port,
					prefix + ".connector=tlsConnector", prefix + ".ssl.bundle=feed");
		}
		return runner.withPropertyValues("connection-manager.connections.plain.connector=plainConnector");
	}

	@Configuration(proxyBeanMethods = false)
	static class Connections {

		@Bean
		FakeConnector<Feed> plainConnector() {
			return new FakeConnector<>(Feed::new);
		}

		@Bean
		Connector<SSLSocket> tlsConnector(SslBundles bundles) {
			return Connector.blocking((attempt) -> {
				SSLSocket socket = (SSLSocket) bundles.getBundle("feed")
					.createSslContext()
					.getSocketFactory()
					.createSocket("localhost", attempt.endpoint().orElseThrow().getPort());
				InputStream in = socket.getInputStream();
				// A server that speaks TLS 1.3 refuses a certificate after the handshake.
				if (in.read() != TlsServer.WELCOME) {
					throw new IOException("not welcome");
				}
				Thread reader = new Thread(() -> {
					try {
						in.read();
						attempt.disconnected();
					}
					catch (IOException ex) {
						attempt.disconnected(ex);
					}
				}, "reader of " + attempt.name());
				reader.setDaemon(true);
				reader.start();
				return socket;
			});
		}

	}

}
