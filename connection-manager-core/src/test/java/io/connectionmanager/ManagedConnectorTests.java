package io.connectionmanager;

import java.util.concurrent.Callable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.testing.RecordingSubscriber;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The connectors made of functions, in the hands of a manager.
 */
class ManagedConnectorTests extends InVirtualTime {

	private final List<String> closed = new ArrayList<>();

	private final RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();

	@Test
	void a_blocking_one_is_up_when_its_opener_has_returned() {
		ConnectionManager<String> manager = start(manager(Connector.blocking((attempt) -> {
			this.time.sleep(Duration.ofSeconds(3));
			return "c";
		}, this.closed::add)).subscriber(this.subscriber));
		advance(Duration.ofSeconds(3).minusNanos(1));
		assertThat(manager.isConnected()).isFalse();
		assertThat(manager.connection()).isEmpty();
		advance(Duration.ofNanos(1));
		assertThat(this.subscriber.told()).containsExactly("+c");
		manager.close();
		assertThat(this.closed).containsExactly("c");
	}

	@Test
	void a_signalling_one_is_there_before_it_is_up() {
		List<ConnectionAttempt> attempts = new ArrayList<>();
		ConnectionManager<String> manager = start(manager(Connector.signalling((attempt) -> {
			attempts.add(attempt);
			return "c";
		}, this.closed::add)).subscriber(this.subscriber));
		assertThat(manager.isConnected()).isFalse();
		assertThat(manager.connection()).contains("c");
		attempts.get(0).connected();
		this.time.settle();
		assertThat(this.subscriber.told()).containsExactly("+c");
		attempts.get(0).disconnected();
		this.time.settle();
		assertThat(this.subscriber.told()).containsExactly("+c", "-c");
		assertThat(this.closed).containsExactly("c");
	}

	@Test
	void an_asynchronous_one_is_up_when_its_stage_completes_and_holds_no_worker_until_then() {
		CompletableFuture<String> stage = new CompletableFuture<>();
		ConnectionManager<String> manager = start(async(stage));
		assertThat(this.time.blockedTasks()).isZero();
		assertThat(manager.snapshot().state()).isEqualTo(ConnectionState.CONNECTING);
		assertThat(manager.connection()).isEmpty();
		stage.complete("c");
		this.time.settle();
		assertThat(this.subscriber.told()).containsExactly("+c");
		manager.close();
		assertThat(this.closed).containsExactly("c");
	}

	@Test
	@DisplayName("Promise 2: what an asynchronous attempt brings after its timeout is closed and never announced")
	void what_a_stage_brings_too_late_is_closed() {
		CompletableFuture<String> stage = new CompletableFuture<>();
		ConnectionManager<String> manager = start(async(stage));
		advance(Duration.ofSeconds(30));
		assertThat(manager.snapshot().lastFailure()).containsInstanceOf(ConnectTimeoutException.class);
		assertThat(stage).isNotDone();
		manager.stop();
		stage.complete("late");
		this.time.settle();
		assertThat(this.subscriber.told()).isEmpty();
		assertThat(this.closed).containsExactly("late");
	}

	@Test
	@DisplayName("Promise 3: a stage that fails is a failed attempt, with the very cause")
	void a_stage_that_fails_is_a_failed_attempt() {
		IOException cause = new IOException("refused");
		assertFails(async(CompletableFuture.failedFuture(cause)), cause);
		assertFails(async(CompletableFuture.failedFuture(new CompletionException(cause))), cause);
	}

	@Test
	@DisplayName("Promise 3: a stage that brings null is a failed attempt")
	void a_stage_that_brings_nothing_is_a_failed_attempt() {
		ConnectionManager<String> manager = start(async(CompletableFuture.completedFuture(null)));
		assertThat(manager.snapshot().state()).isEqualTo(ConnectionState.WAITING);
		assertThat(manager.snapshot().lastFailure()).get().asString().contains("returned null instead of a connection");
	}

	@Test
	@DisplayName("Promise 3: no stage at all is a failed attempt")
	void an_opener_that_returns_no_stage_is_a_failed_attempt() {
		ConnectionManager<String> manager = start(async(null));
		assertThat(manager.snapshot().state()).isEqualTo(ConnectionState.WAITING);
		manager.stop();
	}

	@Test
	void without_a_closer_the_connection_closes_itself() {
		AutoCloseable connection = () -> this.closed.add("itself");
		ConnectionManager<AutoCloseable> manager = start(manager(Connector.blocking((attempt) -> connection)));
		assertThat(manager.requireConnection()).isSameAs(connection);
		manager.close();
		assertThat(this.closed).containsExactly("itself");
	}

	@SuppressWarnings("NullAway")
	private ConnectionManager.Builder<String> async(CompletionStage<String> stage) {
		return manager(Connector.async((attempt) -> stage, this.closed::add)).subscriber(this.subscriber);
	}

	private void assertFails(ConnectionManager.Builder<String> builder, Throwable cause) {
		ConnectionManager<String> manager = start(builder);
		assertThat(manager.snapshot().state()).isEqualTo(ConnectionState.WAITING);
		assertThat(manager.snapshot().lastFailure()).containsSame(cause);
		manager.stop();
	}

	@Test
	void interceptors_run_around_the_opening_whatever_the_connector_is_made_of() {
		List<String> calls = new ArrayList<>();
		CompletableFuture<String> stage = new CompletableFuture<>();
		start(manager(Connector.blocking((attempt) -> "blocking")).interceptor(new RecordingInterceptor("a", calls))
			.interceptor(new RecordingInterceptor("b", calls)));
		ConnectionManager<String> async = start(
				manager(Connector.async((attempt) -> stage)).interceptor(new RecordingInterceptor("c", calls)));
		assertThat(calls).containsExactly("b>", "a>", "<a", "<b", "c>", "<c");
		assertThat(this.time.blockedTasks()).isZero();
		stage.complete("async");
		this.time.settle();
		assertThat(async.requireConnection()).isEqualTo("async");
	}

	private record RecordingInterceptor(String name, List<String> calls) implements OpenInterceptor {

		@Override
		public <T> T open(ConnectionAttempt attempt, Callable<T> opening) throws Exception {
			this.calls.add(this.name + ">");
			T result = opening.call();
			this.calls.add("<" + this.name);
			return result;
		}

	}

}
