package io.connectionmanager.jdk;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.ConnectionFailedException;
import io.connectionmanager.FailureKind;

import static org.assertj.core.api.Assertions.assertThat;

class HttpFailuresTests {

	@ParameterizedTest
	@ValueSource(strings = { "Output closed", "connection closed locally" })
	void what_the_client_refuses_after_a_loss_has_the_kind_of_a_loss(String message) {
		assertThat(HttpFailures.of(new CompletionException(new IOException(message))))
			.isInstanceOfSatisfying(ConnectionFailedException.class, (ex) -> {
				assertThat(ex.kind()).isEqualTo(FailureKind.CLOSED_BY_PEER);
				assertThat(ex).hasMessageContaining(message);
			});
	}

	@Test
	void a_failure_that_has_a_kind_stays_as_it_is() {
		IOException reset = new IOException("Connection reset by peer");
		EOFException end = new EOFException("closed");
		assertThat(HttpFailures.of(reset)).isSameAs(reset);
		assertThat(HttpFailures.of(new CompletionException(end))).isSameAs(end);
	}

	@Test
	void a_name_that_cannot_be_resolved_is_named_as_the_reason() {
		assertThat(HttpFailures.of(new ConnectException().initCause(new UnresolvedAddressException())))
			.isInstanceOf(UnknownHostException.class);
	}

}
