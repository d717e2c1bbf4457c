package io.connectionmanager.nats;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;

import io.nats.client.Connection;
import io.nats.client.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.FailureKind;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.InvalidEndpointException;
import io.connectionmanager.connector.InvalidOptionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NatsConnectorFactory} and what it is made of.
 */
class NatsConnectorFactoryTests {

	private final NatsConnectorFactory factory = new NatsConnectorFactory();

	private static ConnectorContext.Builder context(String url) {
		return ConnectorContext.builder("events", URI.create(url));
	}

	@Test
	void the_service_loader_finds_it() {
		assertThat(ServiceLoader.load(ConnectorFactory.class)).hasAtLeastOneElementOfType(NatsConnectorFactory.class);
	}

	@Test
	void it_serves_connections_of_nats() {
		assertThat(this.factory.schemes()).containsExactlyInAnyOrder("nats", "tls");
		assertThat(this.factory.schemes()).filteredOn(this.factory::usesSslContext).containsExactly("tls");
		assertThat(this.factory.connectionType()).isEqualTo(Connection.class);
		assertThat(this.factory.create(context("nats://broker.example").build())).isInstanceOf(NatsConnector.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ws://user:s3cret@broker.example:80", "nats:broker.example", "nats://user:s3cret@" })
	void a_url_that_cannot_work_is_reported_without_its_password(String url) {
		ConnectorContext context = context(url.endsWith("@") ? url + "_" : url).build();
		assertThatExceptionOfType(InvalidEndpointException.class).isThrownBy(() -> this.factory.create(context))
			.withMessageContaining("nats://host:port")
			.withMessageNotContaining("s3cret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "no-echo", "tls-first" })
	void an_option_that_is_neither_true_nor_false_is_reported(String option) {
		ConnectorContext context = context("nats://broker.example").option(option, "maybe").build();
		assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> this.factory.create(context))
			.withMessageContaining(option);
	}

	@Test
	void options_are_those_of_the_client() {
		Options.Builder options = new Options.Builder();
		NatsConnectorOptions
			.of(context("nats://broker.example").option("no-echo", "true").option("inbox-prefix", "_REPLY.").build())
			.customize(options);
		assertThat(options.build().isNoEcho()).isTrue();
		assertThat(options.build().getInboxPrefix()).isEqualTo("_REPLY.");
	}

	@Test
	void an_endpoint_has_the_port_of_nats_and_no_credentials() {
		assertThat(NatsConnector.withoutCredentials(NatsConnector.server(URI.create("tls://user:s3cret@[::1]"))))
			.isEqualTo("tls://[::1]:4222");
	}

	@ParameterizedTest
	@CsvSource({ "Authorization Violation, AUTHENTICATION", "User Authentication Expired, AUTHENTICATION",
			"Account Authentication Expired, AUTHENTICATION", "Authentication Timeout, TIMEOUT",
			"Secure Connection - TLS Required, TLS", "Unknown Protocol Operation, PROTOCOL", "Parser Error, PROTOCOL",
			"Maximum Payload Violation, PROTOCOL", "Attempted To Connect To Route Port, PROTOCOL",
			"maximum connections exceeded, CLOSED_BY_PEER", "Stale Connection, CLOSED_BY_PEER" })
	void what_the_server_says_has_a_kind(String error, FailureKind kind) {
		assertThat(NatsFailures.isFatal(error)).isTrue();
		assertThat(NatsFailures.ofServer(error)).returns(kind, ConnectionFailedException::kind)
			.hasMessageContaining(error);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Permissions Violation for Publish to \"prices\"", "Invalid Subject" })
	void an_error_that_concerns_one_subject_does_not_end_the_connection(String error) {
		assertThat(NatsFailures.isFatal(error)).isFalse();
	}

	@Test
	void what_the_client_loads_by_name_is_known_to_native_images() throws Exception {
		String file = "META-INF/native-image/io.connectionmanager/connection-manager-nats/reachability-metadata.json";
		try (InputStream metadata = getClass().getClassLoader().getResourceAsStream(file)) {
			assertThat(new String(metadata.readAllBytes(), StandardCharsets.UTF_8))
				.contains("\"" + WatchedDataPort.class.getName() + "\"");
		}
		assertThat(WatchedDataPort.class.getConstructor()).isNotNull();
	}

}
