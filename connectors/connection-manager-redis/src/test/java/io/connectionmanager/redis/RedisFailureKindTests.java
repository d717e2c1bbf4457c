package io.connectionmanager.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.FailureKind;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.protocol.RedisProtocolException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the standard classifier makes of the exceptions of the client, in connectors that
 * are not ours.
 */
class RedisFailureKindTests {

	@Test
	void an_answer_that_denies_access_is_a_matter_of_authentication() {
		assertThat(kindOf(connecting(new RedisCommandExecutionException("WRONGPASS invalid username-password pair"))))
			.isEqualTo(FailureKind.AUTHENTICATION);
		assertThat(kindOf(new RedisCommandExecutionException("NOAUTH Authentication required.")))
			.isEqualTo(FailureKind.AUTHENTICATION);
		assertThat(kindOf(new RedisCommandExecutionException("WRONGTYPE Operation against a key")))
			.isEqualTo(FailureKind.OTHER);
	}

	@Test
	void a_server_that_is_not_ready_refuses() {
		assertThat(kindOf(new RedisCommandExecutionException("LOADING Redis is loading the dataset in memory")))
			.isEqualTo(FailureKind.REFUSED);
	}

	@Test
	void a_command_that_is_not_answered_took_too_long() {
		assertThat(kindOf(connecting(new RedisCommandTimeoutException("initialization timed out"))))
			.isEqualTo(FailureKind.TIMEOUT);
	}

	@Test
	void what_ends_or_breaks_the_protocol_has_a_kind() {
		assertThat(kindOf(connecting(new RedisConnectionException("Connection closed prematurely"))))
			.isEqualTo(FailureKind.CLOSED_BY_PEER);
		assertThat(kindOf(connecting(new RedisProtocolException("Invalid first byte"))))
			.isEqualTo(FailureKind.PROTOCOL);
	}

	private static RedisException connecting(RedisException cause) {
		return new RedisConnectionException("Unable to connect to 127.0.0.1:6379", cause);
	}

	private static FailureKind kindOf(Throwable failure) {
		return FailureClassifier.standard()
			.classify(new ConnectionTransition("prices", ConnectionState.CONNECTING, ConnectionState.WAITING, 1,
					Optional.of(failure), Instant.EPOCH, Duration.ZERO, 1, Optional.empty(), Optional.empty()));
	}

}
