package io.connectionmanager.connector;

import java.lang.reflect.Type;
import java.net.URI;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.Connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class ConnectorFactoryTests {

	@ParameterizedTest
	@CsvSource({ "feed, false", "feeds, true", "both, true" })
	void a_scheme_that_has_a_twin_with_tls_uses_no_ssl_context(String scheme, boolean uses) {
		assertThat(new FeedConnectorFactory().usesSslContext(scheme)).isEqualTo(uses);
	}

	@Test
	void an_endpoint_that_an_attempt_would_reject_is_reported_before() {
		ConnectorContext context = ConnectorContext
			.builder("prices", URI.create("feed://good.example"), URI.create("feed://bad.example"))
			.build();
		assertThatExceptionOfType(InvalidEndpointException.class)
			.isThrownBy(() -> context.checkEndpoints(ConnectorFactoryTests::reject))
			.withMessage("Connection 'prices': The host must be good")
			.returns("The host must be good", InvalidEndpointException::reason);
		assertThatNoException().isThrownBy(() -> context.checkEndpoints((endpoint) -> {
		}));
	}

	private static void reject(URI endpoint) {
		if (!endpoint.getHost().startsWith("good")) {
			throw new ConnectionRejectedException("The host must be good");
		}
	}

	private static final class FeedConnectorFactory implements ConnectorFactory<Object> {

		@Override
		public Set<String> schemes() {
			return Set.of("feed", "feeds", "both");
		}

		@Override
		public Type connectionType() {
			return Object.class;
		}

		@Override
		public Set<String> options() {
			return Set.of();
		}

		@Override
		public Connector<Object> create(ConnectorContext context) {
			return Connector.blocking((attempt) -> new Object());
		}

	}

}
