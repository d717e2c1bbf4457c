package io.connectionmanager.rabbitmq;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.MalformedFrameException;
import com.rabbitmq.client.ShutdownSignalException;
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
class RabbitFailureKindTests {

	@Test
	void a_login_that_was_refused_is_no_connection_that_was_refused() {
		assertThat(kindOf(new AuthenticationFailureException("ACCESS_REFUSED - Login was refused")))
			.isEqualTo(FailureKind.AUTHENTICATION);
	}

	@Test
	void a_malformed_frame_violates_the_protocol() {
		Throwable failure = new ShutdownSignalException(true, false, null, null)
			.initCause(new MalformedFrameException("too large"));
		assertThat(kindOf(failure)).isEqualTo(FailureKind.PROTOCOL);
	}

	@Test
	void a_connection_that_the_broker_forced_to_close_was_closed_by_it() {
		AMQP.Connection.Close close = new AMQP.Connection.Close.Builder().replyCode(AMQP.CONNECTION_FORCED)
			.replyText("CONNECTION_FORCED - shutdown")
			.build();
		assertThat(kindOf(new ShutdownSignalException(true, false, close, null))).isEqualTo(FailureKind.CLOSED_BY_PEER);
	}

	private static FailureKind kindOf(Throwable failure) {
		return FailureClassifier.standard()
			.classify(new ConnectionTransition("prices", ConnectionState.CONNECTING, ConnectionState.WAITING, 1,
					Optional.of(failure), Instant.EPOCH, Duration.ZERO, 1, Optional.empty(), Optional.empty()));
	}

}
