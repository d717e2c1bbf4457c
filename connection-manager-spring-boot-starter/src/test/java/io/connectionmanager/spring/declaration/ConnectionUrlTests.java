package io.connectionmanager.spring.declaration;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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
			"feed.example, has no scheme", "//feed.example:7000, has no scheme", "feed.example/prices, has no scheme",
			"10.0.0.1:7007, is malformed", "tcp://my_host:7007, has no valid host and port",
			"ws://joe:s3cr/et@h:1, has no valid host and port", "tcp://h:port, has no valid host and port",
			"tcp://a:1;b_c:2, has no valid host and port", "tcp://localhost, has no port", "ssl://h/path, has no port",
			"tcp://h:, has no port", "tcp://:7007, has no host", "tcp:localhost:7007, has no host",
			"tcp:///path, has no host", "wss:/path, has no host", "tcp://h:0, has the port 0",
			"tcp://h:70000, has the port 70000", "'tcp://a:1,b_c:2', has no valid host and port",
			"'tcp://a:1,b', has no port", "tcp://joe:hun ter@h:1, is malformed at position" })
	void a_useless_one_is_refused_without_its_secrets(String url, String reason) {
		assertThatExceptionOfType(InvalidPropertyException.class)
			.isThrownBy(() -> ConnectionUrl.parse(url, "url", false))
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
			"unix:///var/run/x.sock", "/dev/ttyS0", "jdbc:postgresql://h/db", "jdbc:h2:mem:test", "vendor://device-1",
			"vendor://device", "mongodb://a:1,b:2/db", "zk://joe:x@a,b,c", "foo:bar", "urn:isbn:123",
			"mailto:joe@example.org", "tcp://xn--bcher-kva.example:80", "TCP://Feed.Example:7000" })
	void one_that_a_connector_may_understand_is_accepted(String url) {
		assertThat(ConnectionUrl.parse(url, "url", false)).hasToString(url);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tls://broker", "tcp://feed.example", "http://feed.example", "jdbc:postgresql:test" })
	void a_ready_made_connector_has_a_default_port_or_refuses_the_url_itself(String url) {
		assertThat(ConnectionUrl.parse(url, "url", true)).hasToString(url);
	}

	@ParameterizedTest
	@CsvSource({ "ws:/path, has no host", "tcp://a_b:1, has no valid host and port",
			"nats://h:70000, has the port 70000" })
	void one_that_is_useless_for_any_connector_is_refused_for_a_ready_made_one(String url, String reason) {
		assertThatExceptionOfType(InvalidPropertyException.class)
			.isThrownBy(() -> ConnectionUrl.parse(url, "urls[1]", true))
			.withMessageStartingWith("url " + reason)
			.satisfies((ex) -> assertThat(ex.paths()).containsExactly("urls[1]"));
	}

	@Test
	void several_are_separated_by_commas_before_a_scheme() {
		assertThat(parse("tcp://a:1,tcps://b:2 , tcp://c:3")).hasToString("[tcp://a:1, tcps://b:2, tcp://c:3]");
		assertThat(parse("mongodb://a:1,b:2/db,mongodb://c:3,d:4/db"))
			.hasToString("[mongodb://a:1,b:2/db, mongodb://c:3,d:4/db]");
		assertThat(parse("jdbc:postgresql://a/x,jdbc:postgresql://b/x"))
			.hasToString("[jdbc:postgresql://a/x, jdbc:postgresql://b/x]");
		assertThat(parse("tcp://joe:a,b@h:1")).hasToString("[tcp://joe:a,b@h:1]");
	}

	@Test
	void an_empty_one_is_not_set() {
		assertThat(parse("")).isEmpty();
		assertThat(parse(" ")).isEmpty();
		assertThat(parse(null)).isEmpty();
	}

	private static List<URI> parse(@Nullable String url) {
		return ConnectionUrls.ofBoundValues().parse(url, List.of());
	}

}
