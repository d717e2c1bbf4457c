package io.connectionmanager.rabbitmq;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.connector.Credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RabbitUrlTests {

	// Of the examples in the specification.
	@ParameterizedTest
	@CsvSource({ "amqp://host, host, 5672, /", //
			"amqps://host, host, 5671, /", //
			"AMQP://host:10000, host, 10000, /", //
			"amqp://host/, host, 5672, ''", //
			"amqp://host/%2f, host, 5672, /", //
			"amqp://host/vhost, host, 5672, vhost", //
			"amqp://host/v%2Fhost+1, host, 5672, v/host+1", //
			"amqp://[::1]:1/v, ::1, 1, v" })
	void the_path_names_the_virtual_host(String url, String host, int port, String virtualHost) {
		RabbitUrl parsed = RabbitUrl.of(URI.create(url));
		assertThat(parsed.host()).isEqualTo(host);
		assertThat(parsed.port()).isEqualTo(port);
		assertThat(parsed.virtualHost()).isEqualTo(virtualHost);
		assertThat(parsed.credentials()).isEmpty();
	}

	@Test
	void credentials_come_from_the_user_info() {
		assertThat(RabbitUrl.of(URI.create("amqp://user%61:%61pass+@host")).credentials())
			.contains(new Credentials("usera", "apass+".toCharArray()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://u:s3cret@h", "amqp://u:s3cret@h/a/b", "amqp:///v", "amqp://u:s3cret@h?heartbeat=5",
			"amqp:h" })
	void other_urls_are_refused_without_repeating_them(String url) {
		assertThatExceptionOfType(ConnectionRejectedException.class).isThrownBy(() -> RabbitUrl.of(URI.create(url)))
			.withMessageNotContaining("s3cret");
	}

}
