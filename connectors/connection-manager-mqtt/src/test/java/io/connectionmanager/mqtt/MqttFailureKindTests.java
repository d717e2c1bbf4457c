package io.connectionmanager.mqtt;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.FailureKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the standard classifier makes of the exceptions of the client, in connectors that
 * are not ours.
 */
class MqttFailureKindTests {

	@Test
	void a_connection_that_the_broker_closed_was_closed_by_it() {
		assertThat(kindOf(new ConnectionClosedException("Server closed connection without DISCONNECT.")))
			.isEqualTo(FailureKind.CLOSED_BY_PEER);
	}

	private static FailureKind kindOf(Throwable failure) {
		return FailureClassifier.standard()
			.classify(new ConnectionTransition("prices", ConnectionState.CONNECTING, ConnectionState.WAITING, 1,
					Optional.of(failure), Instant.EPOCH, Duration.ZERO, 1, Optional.empty(), Optional.empty()));
	}

}
