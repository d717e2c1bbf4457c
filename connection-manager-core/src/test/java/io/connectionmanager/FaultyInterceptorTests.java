package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promise 5: what was opened is closed, whatever stands around the opening.
 */
class FaultyInterceptorTests extends InVirtualTime {

	private final List<String> closed = new ArrayList<>();

	@Test
	@DisplayName("Promise 5: an interceptor that fails after the opening leaves no connection behind")
	void a_connection_whose_interceptor_fails_is_closed_and_the_attempt_has_failed() {
		ConnectionManager<String> manager = start(manager().interceptor(new Failing()));
		assertThat(manager.snapshot().state()).isEqualTo(ConnectionState.WAITING);
		assertThat(manager.snapshot().lastFailure())
			.hasValueSatisfying((failure) -> assertThat(failure).hasMessage("the observation could not be stopped"));
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(manager.snapshot().details()).isEmpty();
		advance(Duration.ofSeconds(2));
		assertThat(this.connector.closed()).containsExactly("c1", "c2");
	}

	@Test
	@DisplayName("Promise 5: nor where the connection arrives later")
	void a_connection_that_arrives_after_the_interceptor_has_failed_is_closed() {
		CompletableFuture<String> arriving = new CompletableFuture<>();
		ConnectionManager<String> manager = start(
				manager(Connector.<String>async((attempt) -> arriving, this.closed::add)).interceptor(new Failing()));
		assertThat(manager.snapshot().state()).isEqualTo(ConnectionState.WAITING);
		arriving.complete("late");
		this.time.settle();
		assertThat(this.closed).containsExactly("late");
		manager.close();
	}

	@Test
	void what_an_interceptor_returns_does_not_matter() {
		ConnectionManager<String> manager = start(manager().interceptor(new OpenInterceptor() {
			@Override
			@SuppressWarnings("NullAway") // on purpose
			public <T> T open(ConnectionAttempt attempt, Callable<T> opening) throws Exception {
				opening.call();
				return null;
			}
		}));
		assertThat(manager.connection()).contains("c1");
	}

	@Test
	void an_interceptor_that_opens_twice_fails() {
		ConnectionManager<String> manager = start(manager().interceptor(new OpenInterceptor() {
			@Override
			public <T> T open(ConnectionAttempt attempt, Callable<T> opening) throws Exception {
				opening.call();
				return opening.call();
			}
		}));
		assertThat(manager.snapshot().lastFailure())
			.hasValueSatisfying((failure) -> assertThat(failure).hasMessageContaining("called it twice"));
		assertThat(this.connector.closed()).containsExactly("c1");
	}

	@Test
	@DisplayName("Promise 2: a decorated asynchronous connector closes what arrives after the timeout")
	void a_decorated_asynchronous_connector_closes_what_comes_late() {
		CompletableFuture<String> arriving = new CompletableFuture<>();
		Connector<String> async = Connector.async((attempt) -> arriving, this.closed::add);
		Connector<String> decorated = new Connector<>() {

			@Override
			public String open(ConnectionAttempt attempt) throws Exception {
				return async.open(attempt);
			}

			@Override
			public void close(String connection) throws Exception {
				async.close(connection);
			}

		};
		try (ConnectionRuntime runtime = ConnectionRuntime.builder().build();
				ConnectionManager<String> manager = ConnectionManager.builder("late", decorated)
					.timeout(Duration.ofMillis(50))
					.reconnectAfter(Duration.ofHours(1))
					.runtime(runtime)
					.start()) {
			Awaitility.await().until(() -> manager.snapshot().state() == ConnectionState.WAITING);
			arriving.complete("late");
			Awaitility.await().untilAsserted(() -> assertThat(this.closed).containsExactly("late"));
			Awaitility.await().until(() -> manager.snapshot().details().isEmpty());
		}
	}

	/** Opens, and then throws. */
	private static final class Failing implements OpenInterceptor {

		@Override
		public <T> T open(ConnectionAttempt attempt, Callable<T> opening) throws Exception {
			opening.call();
			throw new IllegalStateException("the observation could not be stopped");
		}

	}

}
