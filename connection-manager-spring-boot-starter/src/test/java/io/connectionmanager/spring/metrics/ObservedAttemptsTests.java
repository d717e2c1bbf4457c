package io.connectionmanager.spring.metrics;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.Connector;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.Masking;
import io.connectionmanager.testing.ScriptedConnector;
import io.connectionmanager.testing.VirtualTime;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attempts as observations, in virtual time.
 */
class ObservedAttemptsTests {

	private static final String NAME = "connection.manager.attempts";

	private final VirtualTime time = new VirtualTime();

	private final ScriptedConnector<String> connector = new ScriptedConnector<>(this.time, (n) -> "c" + n);

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final List<ConnectionManager<?>> managers = new ArrayList<>();

	@AfterEach
	void nothing_is_left_behind() {
		this.managers.forEach(ConnectionManager::close);
		this.time.advance(Duration.ofHours(1));
		assertThat(this.connector.closed()).containsExactlyInAnyOrderElementsOf(this.connector.opened());
		this.time.close();
	}

	@Test
	void an_attempt_that_succeeds_is_an_observation() {
		start(this.connector);
		observations().hasNumberOfObservationsEqualTo(1)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.hasBeenStarted()
			.hasBeenStopped()
			.hasContextualNameEqualTo("connect prices")
			.hasLowCardinalityKeyValue("connection", "prices")
			.hasLowCardinalityKeyValue("outcome", "connected")
			.hasHighCardinalityKeyValue("attempt", "1")
			.doesNotHaveError();
	}

	@Test
	void an_attempt_that_fails_says_what_kind_of_failure_it_was() {
		ConnectException refused = new ConnectException("Connection refused");
		this.connector.fail(refused);
		start(this.connector);
		this.time.advance(Duration.ofSeconds(2));
		observations().hasNumberOfObservationsEqualTo(2).hasHandledContextsThatSatisfy((contexts) -> {
			assertThat(contexts).extracting((context) -> context.getLowCardinalityKeyValue("outcome").getValue())
				.containsExactly("refused", "connected");
			assertThat(contexts).extracting((context) -> context.getHighCardinalityKeyValue("attempt").getValue())
				.containsExactly("1", "2");
			assertThat(contexts.get(0).getError()).isSameAs(refused);
		});
	}

	@Test
	void the_observation_is_the_current_one_inside_open_and_not_after_it() {
		List<@Nullable Observation> current = new ArrayList<>();
		this.connector.then((attempt) -> {
			current.add(this.registry.getCurrentObservation());
			Observation.createNotStarted("client.library", this.registry).observe(() -> attempt.connected());
			return this.connector.connection();
		});
		start(this.connector);
		this.time.worker().execute(() -> current.add(this.registry.getCurrentObservation()));
		this.time.settle();
		assertThat(current).hasSize(2);
		assertThat(current.get(0).getContextView()).isInstanceOf(ConnectionAttemptObservationContext.class);
		assertThat(current.get(1)).isNull();
		observations().hasObservationWithNameEqualTo("client.library")
			.that()
			.hasParentObservationEqualTo(current.get(0));
	}

	@Test
	void an_attempt_whose_stage_completes_later_ends_then() {
		CompletableFuture<String> stage = new CompletableFuture<>();
		start(Connector.async((attempt) -> stage, (connection) -> {
		}));
		assertThat(observation(0).getOutcome()).isEmpty();
		stage.complete("late");
		this.time.settle();
		assertThat(observation(0).getOutcome()).contains("connected");
	}

	@Test
	void an_attempt_that_hangs_in_open_ends_when_its_timeout_passes() {
		this.connector.succeedLate(Duration.ofMinutes(5));
		start(this.connector);
		this.time.advance(Duration.ofSeconds(29));
		assertThat(observation(0).getOutcome()).isEmpty();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(observation(0).getOutcome()).contains("timeout");
		this.time.advance(Duration.ofMinutes(5));
		assertThat(observation(0).getOutcome()).contains("timeout");
		assertThat(observation(1).getOutcome()).contains("connected");
	}

	@Test
	void an_attempt_that_is_stopped_meanwhile_is_abandoned() {
		this.connector.neverReady();
		ConnectionManager<String> manager = start(this.connector);
		manager.stop();
		this.time.settle();
		observations().hasSingleObservationThat()
			.hasBeenStopped()
			.hasLowCardinalityKeyValue("outcome", "abandoned")
			.doesNotHaveError();
	}

	@Test
	void an_attempt_that_is_stopped_before_open_is_called_is_none() {
		ConnectionRuntime one = this.time.runtimeBuilder().connectLimit(1).build();
		ScriptedConnector<String> busy = new ScriptedConnector<>(this.time, (n) -> "busy").neverReady();
		ConnectionManager<String> other = build(busy, one);
		other.start();
		this.time.settle();
		ConnectionManager<String> manager = build(this.connector, one);
		manager.start();
		this.time.settle();
		manager.stop();
		manager.start();
		this.time.settle();
		assertThat(this.connector.attempts()).isEmpty();
		other.stop();
		this.time.settle();
		assertThat(manager.isConnected()).isTrue();
		assertThat(observation(0).getOutcome()).contains("abandoned");
		assertThat(observation(1).getOutcome()).contains("connected");
		observations().hasNumberOfObservationsEqualTo(2);
	}

	@Test
	void the_late_end_of_an_attempt_does_not_end_the_next_one() {
		VirtualTime.Gate gate = this.time.gate();
		List<ConnectionState> heard = new ArrayList<>();
		ConnectionAttemptObservations observations = observations(this.registry);
		ObservedAttempts observed = new ObservedAttempts(observations);
		ConnectionManager<String> manager = builder(this.connector.fail(new IOException()).neverReady(),
				this.time.runtime())
			.interceptor(observed)
			.listener((transition) -> {
				pass(gate, heard.isEmpty());
				heard.add(transition.to());
				observed.onTransition(transition);
			})
			.build();
		this.managers.add(manager);
		manager.start();
		this.time.advance(Duration.ofSeconds(2));
		assertThat(this.connector.attempts()).hasSize(2);
		assertThat(observation(0).getOutcome()).isEmpty();
		gate.open();
		this.time.settle();
		assertThat(observation(0).getOutcome()).contains("other");
		assertThat(observation(1).getOutcome()).isEmpty();
	}

	@Test
	void an_open_that_is_called_when_its_attempt_has_been_left_ends_at_once_and_ends_no_other() throws Exception {
		ConnectionAttemptObservations observations = observations(this.registry);
		List<ConnectionAttempt> attempts = new ArrayList<>();
		ObservedAttempts observed = new ObservedAttempts(observations);
		Connector<String> held = Connector.signalling((attempt) -> {
			attempts.add(attempt);
			return this.connector.connection();
		}, this.connector::close);
		ConnectionManager<String> manager = builder(held, this.time.runtime()).listener(observed).build();
		this.managers.add(manager);
		manager.start();
		this.time.settle();
		manager.stop();
		this.time.settle();
		manager.start();
		this.time.settle();
		observed.open(attempts.get(0), () -> "late");
		assertThat(observation(0).getOutcome()).contains("abandoned");
		observed.open(attempts.get(1), () -> "in time");
		assertThat(observation(1).getOutcome()).isEmpty();
		attempts.get(1).connected();
		this.time.settle();
		assertThat(observation(1).getOutcome()).contains("connected");
	}

	@Test
	void a_convention_replaces_the_default() {
		ConnectionAttemptObservationConvention convention = new DefaultConnectionAttemptObservationConvention("dial");
		start(new ConnectionAttemptObservations(this.registry, convention, (name) -> Masking.standard()),
				builder(this.connector, this.time.runtime()));
		observations().hasObservationWithNameEqualTo("dial");
	}

	@Test
	void with_a_registry_that_does_nothing_attempts_are_not_observed() {
		ConnectionAttemptObservations observations = observations(ObservationRegistry.NOOP);
		start(observations, builder(this.connector, this.time.runtime()));
		assertThat(observations.isObserved("prices")).isFalse();
	}

	@Test
	void observations_that_are_switched_off_change_nothing() {
		this.registry.observationConfig().observationPredicate((name, context) -> false);
		ConnectionManager<String> manager = start(this.connector);
		assertThat(manager.isConnected()).isTrue();
		observations().doesNotHaveAnyObservation();
	}

	@ParameterizedTest
	@ValueSource(strings = { "onStart", "onScopeOpened", "onScopeClosed", "onStop" })
	void a_handler_that_throws_harms_no_connection(String method) {
		List<String> called = new ArrayList<>();
		this.registry.observationConfig().observationHandler(throwing(method, called));
		ConnectionManager<String> manager = start(this.connector);
		assertThat(called).contains(method);
		assertThat(manager.snapshot().connects()).isEqualTo(1);
		assertThat(manager.snapshot().failures()).isZero();
	}

	@Test
	void a_handler_that_throws_on_a_failure_does_not_stop_the_retrying() {
		List<String> called = new ArrayList<>();
		this.registry.observationConfig().observationHandler(throwing("onError", called));
		ConnectionManager<String> manager = start(this.connector.fail(new ConnectException("refused")));
		this.time.advance(Duration.ofSeconds(2));
		assertThat(called).contains("onError");
		assertThat(manager.isConnected()).isTrue();
		observations().hasNumberOfObservationsEqualTo(2);
	}

	@Test
	void a_classifier_that_throws_costs_the_kind_and_ends_the_observation() {
		FailureClassifier classifier = (transition) -> {
			throw new IllegalStateException("classifier");
		};
		start(observations(this.registry),
				builder(this.connector.fail(new ConnectException("refused")), this.time.runtime())
					.failureClassifier(classifier));
		assertThat(observation(0).getOutcome()).contains("other");
	}

	private static ObservationHandler<?> throwing(String method, List<String> called) {
		Object handler = Proxy.newProxyInstance(ObservationHandler.class.getClassLoader(),
				new Class<?>[] { ObservationHandler.class }, (proxy, invoked, args) -> {
					called.add(invoked.getName());
					if (invoked.getName().equals(method)) {
						throw new IllegalStateException(method);
					}
					return invoked.getName().equals("supportsContext") ? true : null;
				});
		return (ObservationHandler<?>) handler;
	}

	private static void pass(VirtualTime.Gate gate, boolean first) {
		try {
			if (first) {
				gate.pass();
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ConnectionManager<String> start(Connector<String> connector) {
		ConnectionManager<String> manager = build(connector, this.time.runtime());
		manager.start();
		this.time.settle();
		return manager;
	}

	private ConnectionManager<String> build(Connector<String> connector, ConnectionRuntime runtime) {
		return build(observations(this.registry), builder(connector, runtime));
	}

	private void start(ConnectionAttemptObservations observations, ConnectionManager.Builder<String> builder) {
		build(observations, builder).start();
		this.time.settle();
	}

	private ConnectionManager<String> build(ConnectionAttemptObservations observations,
			ConnectionManager.Builder<String> builder) {
		observations.customize("prices", builder);
		ConnectionManager<String> manager = builder.build();
		this.managers.add(manager);
		return manager;
	}

	private static ConnectionManager.Builder<String> builder(Connector<String> connector, ConnectionRuntime runtime) {
		return ConnectionManager.builder("prices", connector)
			.settings(ConnectionSettings.builder().backoff(1, Duration.ofSeconds(30), 0).build())
			.runtime(runtime);
	}

	private static ConnectionAttemptObservations observations(ObservationRegistry registry) {
		return new ConnectionAttemptObservations(registry, null, (name) -> Masking.standard());
	}

	private TestObservationRegistryAssert observations() {
		return TestObservationRegistryAssert.assertThat(this.registry);
	}

	private ConnectionAttemptObservationContext observation(int index) {
		List<ConnectionAttemptObservationContext> contexts = new ArrayList<>();
		observations().hasHandledContextsThatSatisfy((all) -> all.stream()
			.filter(ConnectionAttemptObservationContext.class::isInstance)
			.map(ConnectionAttemptObservationContext.class::cast)
			.forEach(contexts::add));
		return contexts.get(index);
	}

}
