package io.connectionmanager.spring.declaration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which URLs nothing can be connected to.
 */
class ConnectionUrlTests {

	@ParameterizedTest
	@CsvSource({ "localhost:7007, has no scheme", "feed.example:7000/prices, has no scheme",
			"feed.example, has no scheme", "feed.example/prices, has no scheme", "10.0.0.1:7007, is malformed",
			"tcp://my_host:7007, has no valid host and port", "ws://joe:s3cr/et@h:1, has no valid host and port",
			"tcp://h:port, has no valid host and port", "tcp://a:1;b_c:2, has no valid host and port",
			"tcp://localhost, has no port", "ssl://h/path, has no port", "tcp://h:, has no port",
			"tcp://:7007, has no host", "tcp:localhost:7007, has no host", "tcp:///path, has no host",
			"wss:/path, has no host", "tcp://h:0, has the port 0", "tcp://h:70000, has the port 70000",
			"'tcp://a:1,b_c:2', has no valid host and port", "'tcp://a:1,b', has no port",
			"tcp://joe:hun ter@h:1, is malformed at position" })
	void a_useless_one_is_refused_without_its_secrets(String url, String reason) {
		assertThatExceptionOfType(InvalidPropertyException.class).isThrownBy(() -> ConnectionUrl.parse(url))
			.withMessageStartingWith("url " + reason)
			.satisfies((ex) -> {
				assertThat(ex.getMessage()).doesNotContain("s3cr", "hun ter");
				assertThat(ex.action()).isNotEmpty().doesNotContain("s3cr", "hun ter");
				assertThat(ex.paths()).containsExactly("url");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "tcp://localhost:7007", "tcp://user:pass@feed.example:1", "tls://[::1]:7007",
			"wss://feed.example/prices", "http://localhost", "amqp://broker", "serial:/dev/ttyS0", "serial:COM3",
			"unix:///var/run/x.sock", "/dev/ttyS0", "//feed.example:7000", "jdbc:postgresql://h/db", "jdbc:h2:mem:test",
			"vendor://device-1", "vendor://device", "mongodb://a:1,b:2/db", "zk://joe:x@a,b,c", "foo:bar",
			"urn:isbn:123", "mailto:joe@example.org", "tcp://xn--bcher-kva.example:80", "TCP://Feed.Example:7000" })
	void one_that_a_connector_may_understand_is_accepted(String url) {
		assertThat(ConnectionUrl.parse(url)).hasToString(url);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void an_empty_one_is_not_set(String url) {
		assertThat(ConnectionUrl.parse(url)).isNull();
	}

}
