package io.connectionmanager;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Promise 26: several endpoints.
 */
class EndpointsTests extends InVirtualTime {

	private static final Duration DELAY = Duration.ofSeconds(2);

	private static final URI A = URI.create("tcp://user:hunter2@a.example:7000/x");

	private static final URI B = URI.create("tcp://other:swordfish@b.example");

	private static final URI C = URI.create("tcp://c.example:7002");

	private static final List<URI> ALL = List.of(A, B, C);

	private List<URI> tried() {
		return this.connector.attempts().stream().map(ConnectionAttempt::requireEndpoint).toList();
	}

	private void lose() {
		this.connector.lastAttempt().disconnected(FAILURE);
		advance(DELAY);
	}

	@Test
	@DisplayName("Promise 26: an attempt takes the next endpoint after a failure, and the first one after the last")
	void an_attempt_takes_the_next_endpoint_after_a_failure() {
		this.connector.fail(FAILURE, 2).hang().fail(FAILURE, 2);
		ConnectionManager<String> manager = start(manager().endpoints(ALL).timeout(DELAY));
		advance(DELAY.multipliedBy(6));
		assertThat(tried()).containsExactly(A, B, C, A, B, C);
		assertThat(manager.isConnected()).isTrue();
		assertThat(manager.endpoints()).isEqualTo(ALL);
	}

	@Test
	@DisplayName("Promise 26: and after a flap, whoever ended the connection")
	void an_attempt_takes_the_next_endpoint_after_a_flap() {
		ConnectionManager<String> manager = start(manager().endpoints(ALL));
		lose();
		advance(STABLE.minusNanos(1));
		manager.reconnect();
		advance(DELAY);
		assertThat(tried()).containsExactly(A, B, C);
	}

	@Test
	@DisplayName("Promise 26: ordered returns to the first endpoint once a connection was stable and has ended")
	void ordered_returns_to_the_first_endpoint_after_a_stable_connection() {
		this.connector.fail(FAILURE, 2);
		ConnectionManager<String> manager = start(manager().endpoints(ALL));
		advance(DELAY.multipliedBy(2).plus(STABLE));
		lose();
		assertThat(tried()).containsExactly(A, B, C, A);
		lose();
		advance(STABLE);
		manager.reconnect();
		this.time.settle();
		assertThat(tried()).containsExactly(A, B, C, A, B, A);
		lose();
		advance(STABLE);
		manager.stop();
		this.time.settle();
		manager.start();
		this.time.settle();
		assertThat(tried()).containsExactly(A, B, C, A, B, A, B, A);
	}

	@Test
	@DisplayName("Promise 26: shuffle stays with the endpoint of a stable connection, and goes on from there")
	void shuffle_stays_with_the_endpoint_of_a_stable_connection() {
		this.connector.fail(FAILURE, 2);
		ConnectionManager<String> manager = start(manager().endpoints(ALL).endpointPolicy(EndpointPolicy.SHUFFLE));
		advance(DELAY.multipliedBy(2).plus(STABLE));
		lose();
		lose();
		List<URI> order = manager.endpoints();
		assertThat(order).containsExactlyInAnyOrderElementsOf(ALL);
		assertThat(tried()).containsExactly(order.get(0), order.get(1), order.get(2), order.get(2), order.get(0));
	}

	@Test
	@DisplayName("Promise 26: the order of shuffle is random for each manager, and each order comes up")
	void shuffle_is_random_for_each_manager() {
		Set<List<URI>> orders = new HashSet<>();
		Random random = new Random(7);
		ConnectionRuntime runtime = this.time.runtimeBuilder().random(random::nextDouble).build();
		for (int i = 0; i < 100; i++) {
			orders.add(build(manager().runtime(runtime).endpoints(ALL).endpointPolicy(EndpointPolicy.SHUFFLE))
				.endpoints());
		}
		assertThat(orders).hasSize(6);
	}

	@Test
	@DisplayName("Promises 26 and 28: a source of randomness that throws costs nothing but the randomness")
	void a_random_source_that_throws_costs_nothing() {
		try (Logs logs = Logs.capture()) {
			ConnectionRuntime runtime = this.time.runtimeBuilder().random(() -> {
				throw new IllegalStateException("played");
			}).build();
			ConnectionManager<String> manager = start(
					manager().runtime(runtime).endpoints(ALL).endpointPolicy(EndpointPolicy.SHUFFLE));
			assertThat(manager.isConnected()).isTrue();
			assertThat(manager.endpoints()).containsExactlyInAnyOrderElementsOf(ALL);
			assertThat(logs.events()).isNotEmpty();
		}
	}

	@Test
	@DisplayName("Promise 26: the snapshot shows the endpoint in use, or to be tried next, without its user-info")
	void the_snapshot_shows_the_endpoint() {
		this.connector.fail(FAILURE);
		ConnectionManager<String> manager = build(manager().endpoints(ALL));
		assertThat(manager.snapshot().details()).containsEntry("endpoint", "a.example:7000");
		manager.start();
		this.time.settle();
		assertThat(manager.snapshot().details()).containsEntry("endpoint", "b.example");
		advance(DELAY);
		assertThat(manager.isConnected()).isTrue();
		assertThat(manager.snapshot().details()).containsEntry("endpoint", "b.example");
		assertThat(start(manager().endpoint(A)).snapshot().details()).isEmpty();
		ConnectionManager<String> opaque = build(
				manager().endpoints(List.of(URI.create("amqp://me:hunter2@under_score/x"), C)));
		assertThat(opaque.snapshot().details().get("endpoint")).asString()
			.contains("under_score")
			.doesNotContain("hunter2");
	}

	@Test
	@DisplayName("Promise 26: the user-info of every endpoint is masked")
	void the_user_info_of_every_endpoint_is_masked() {
		Masking masking = build(manager().endpoints(ALL)).masking();
		assertThat(masking.mask("hunter2 and swordfish, said other")).doesNotContain("hunter2", "swordfish", "other");
	}

	@Test
	void no_endpoints_and_null_are_rejected() {
		ConnectionManager.Builder<String> builder = manager();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.endpoints(List.of()))
			.withMessageContaining("'prices'");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.endpoints(Arrays.asList(A, null)));
		assertThatNullPointerException().isThrownBy(() -> builder.endpoints(null));
		assertThatNullPointerException().isThrownBy(() -> builder.endpointPolicy(null));
		List<URI> changing = new ArrayList<>(ALL);
		ConnectionManager<String> manager = build(manager().endpoints(changing));
		Collections.reverse(changing);
		assertThat(manager.endpoints()).isEqualTo(ALL);
	}

}
