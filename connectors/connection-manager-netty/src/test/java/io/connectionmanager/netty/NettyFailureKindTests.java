package io.connectionmanager.netty;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.FailureKind;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the standard classifier makes of the exceptions of the client, in connectors that
 * are not ours.
 */
class NettyFailureKindTests {

	@Test
	void a_handshake_that_is_not_answered_took_too_long() {
		assertThat(kindOf(new SslHandshakeTimeoutException("handshake timed out after 500ms")))
			.isEqualTo(FailureKind.TIMEOUT);
	}

	@Test
	void what_cannot_be_decoded_violates_the_protocol() {
		assertThat(kindOf(new TooLongFrameException("longer than 10"))).isEqualTo(FailureKind.PROTOCOL);
	}

	private static FailureKind kindOf(Throwable failure) {
		return FailureClassifier.standard()
			.classify(new ConnectionTransition("prices", ConnectionState.CONNECTING, ConnectionState.WAITING, 1,
					Optional.of(failure), Instant.EPOCH, Duration.ZERO, 1, Optional.empty(), Optional.empty()));
	}

}
