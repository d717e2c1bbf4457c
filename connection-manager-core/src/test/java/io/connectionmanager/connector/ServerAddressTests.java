package io.connectionmanager.connector;

import java.net.InetAddress;
import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.connectionmanager.ConnectionRejectedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ServerAddressTests {

	@ParameterizedTest
	@CsvSource({ "line://feed.example:7000, feed.example, 7000, false",
			"lines://feed.example:7000, feed.example, 7000, true",
			"LINES://feed.example:7000, feed.example, 7000, true",
			"line://joe:secret@[::1]:7/path?query, ::1, 7, false", "line://[fe80::1%25eth0]:7, fe80::1%eth0, 7, false",
			"line://[fe80::1%eth0]:7, fe80::1%eth0, 7, false", "line://[fe80::1%25]:7, fe80::1%25, 7, false" })
	void a_url_names_host_and_port_and_whether_to_use_tls(URI url, String host, int port, boolean tls) {
		assertThat(ServerAddress.of(url, "line", "lines")).isEqualTo(new ServerAddress(host, port, tls));
	}

	@ParameterizedTest
	@CsvSource({ "line://host, 70", "lines://host, 71", "line://host:1, 1", "lines://host:1, 1" })
	void a_protocol_may_have_default_ports(URI url, int port) {
		assertThat(ServerAddress.of(url, "line", 70, "lines", 71).port()).isEqualTo(port);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			http://host:7000          | is not of the form line://host:port or lines://host:port
			linesx://host:7000        | is not of the form line://host:port or lines://host:port
			//host:7000               | is not of the form line://host:port or lines://host:port
			line:host:7000            | has no valid host name: expected line://host:port
			lines://a_b:7000          | has no valid host name: expected lines://host:port
			line://host               | has no port from 1 to 65535: expected line://host:port
			lines://host:0            | has no port from 1 to 65535: expected lines://host:port
			line://host:70000         | has no port from 1 to 65535: expected line://host:port
			""")
	void what_is_wrong_with_a_url_is_said(URI url, String reason) {
		assertThatExceptionOfType(ConnectionRejectedException.class)
			.isThrownBy(() -> ServerAddress.of(url, "line", "lines"))
			.withMessage("URL '%s' %s".formatted(url, reason));
	}

	@Test
	void a_secret_in_the_url_is_not_shown() {
		assertThatExceptionOfType(ConnectionRejectedException.class)
			.isThrownBy(() -> ServerAddress.of(URI.create("http://joe:hunter2@host:1"), "line", "lines"))
			.withMessageNotContaining("hunter2");
	}

	@Test
	void an_address_is_resolved() throws Exception {
		assertThat(new ServerAddress("::1", 1, false).resolve()).containsExactly(InetAddress.getByName("::1"));
	}

}
