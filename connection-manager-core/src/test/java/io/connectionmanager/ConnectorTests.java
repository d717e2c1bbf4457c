package io.connectionmanager;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * The connectors made of functions, called without a manager.
 */
class ConnectorTests {

	private final List<String> signals = new ArrayList<>();

	private final ConnectionAttempt attempt = new RecordingAttempt();

	private final List<Object> closed = new ArrayList<>();

	@Test
	void a_blocking_one_is_ready_when_its_opener_returns() throws Exception {
		Connector<String> connector = Connector.blocking((attempt) -> {
			assertThat(this.signals).isEmpty();
			return attempt.name();
		});
		assertThat(connector.open(this.attempt)).isEqualTo("prices");
		assertThat(this.signals).containsExactly("connected");
	}

	@Test
	void a_blocking_one_that_fails_signals_nothing() {
		IOException failure = new IOException("refused");
		Connector<String> connector = Connector.blocking((attempt) -> {
			throw failure;
		});
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> connector.open(this.attempt)).isSameAs(failure);
		assertThat(this.signals).isEmpty();
	}

	@Test
	void a_signalling_one_leaves_the_signals_to_its_opener() throws Exception {
		Connector<String> connector = Connector.signalling((attempt) -> "connection");
		assertThat(connector.open(this.attempt)).isEqualTo("connection");
		assertThat(this.signals).isEmpty();
	}

	@Test
	void an_asynchronous_one_can_be_waited_for() throws Exception {
		Connector<String> connector = Connector.async((attempt) -> CompletableFuture.completedStage("connection"));
		assertThat(connector.open(this.attempt)).isEqualTo("connection");
		assertThat(this.signals).containsExactly("connected");
	}

	@Test
	void an_asynchronous_one_whose_stage_fails_fails_with_the_very_cause() {
		IOException failure = new IOException("refused");
		Connector<String> connector = Connector.async((attempt) -> CompletableFuture.failedStage(failure));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> connector.open(this.attempt)).isSameAs(failure);
		assertThat(this.signals).isEmpty();
	}

	@Test
	void without_a_closer_what_can_be_closed_is_closed() throws Exception {
		AutoCloseable connection = () -> this.closed.add("closed");
		Connector.<AutoCloseable>blocking((attempt) -> connection).close(connection);
		Connector.<AutoCloseable>signalling((attempt) -> connection).close(connection);
		Connector.<AutoCloseable>async((attempt) -> CompletableFuture.completedStage(connection)).close(connection);
		assertThat(this.closed).hasSize(3);
	}

	@Test
	void without_a_closer_what_cannot_be_closed_is_let_go() throws Exception {
		Connector.blocking((attempt) -> "connection").close("connection");
		Connector.signalling((attempt) -> "connection").close("connection");
		Connector.async((attempt) -> CompletableFuture.completedStage("connection")).close("connection");
	}

	@Test
	void a_closer_is_used_in_place_of_close() throws Exception {
		AutoCloseable connection = () -> {
			throw new IllegalStateException("must not be called");
		};
		Closer<Object> closer = this.closed::add;
		Connector.<AutoCloseable>blocking((attempt) -> connection, closer).close(connection);
		Connector.<AutoCloseable>signalling((attempt) -> connection, closer).close(connection);
		Connector.<AutoCloseable>async((attempt) -> CompletableFuture.completedStage(connection), closer)
			.close(connection);
		assertThat(this.closed).containsExactly(connection, connection, connection);
	}

	@Test
	@SuppressWarnings("NullAway")
	void functions_must_be_there() {
		assertThatNullPointerException().isThrownBy(() -> Connector.blocking(null)).withMessage("opener");
		assertThatNullPointerException().isThrownBy(() -> Connector.signalling(null)).withMessage("opener");
		assertThatNullPointerException().isThrownBy(() -> Connector.async(null)).withMessage("opener");
		assertThatNullPointerException().isThrownBy(() -> Connector.blocking((attempt) -> "connection", null))
			.withMessage("closer");
	}

	private final class RecordingAttempt implements ConnectionAttempt {

		@Override
		public String name() {
			return "prices";
		}

		@Override
		public int number() {
			return 1;
		}

		@Override
		public long generation() {
			return 1;
		}

		@Override
		public Duration timeout() {
			return Duration.ofSeconds(1);
		}

		@Override
		public Optional<URI> endpoint() {
			return Optional.empty();
		}

		@Override
		public OptionalLong fencingToken() {
			return OptionalLong.empty();
		}

		@Override
		public void onAbandoned(Runnable action) {
			ConnectorTests.this.signals.add("onAbandoned");
		}

		@Override
		public void keepAlive(KeepAliveProbe probe) {
		}

		@Override
		public void alive() {
		}

		@Override
		public void detail(String key, @Nullable Object value) {
		}

		@Override
		public void connected() {
			ConnectorTests.this.signals.add("connected");
		}

		@Override
		public void disconnected(@Nullable Throwable cause) {
			ConnectorTests.this.signals.add("disconnected");
		}

	}

}
