package io.connectionmanager.spring.actuate;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.connectionmanager.ConnectionHistory;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.FailureKind;
import io.connectionmanager.Masking;
import io.connectionmanager.spring.FakeConnector;
import io.connectionmanager.spring.Feed;
import io.connectionmanager.testing.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is written down of connections, for how long it is kept, and that it agrees with
 * what managers do.
 */
class ConnectionRecordersTests {

	private static final ConnectionSettings SETTINGS = ConnectionSettings.builder()
		.reconnectAfter(Duration.ofSeconds(1))
		.backoff(2, Duration.ofSeconds(5), 0.5)
		.stableAfter(Duration.ofSeconds(10))
		.build();

	private final VirtualTime time = new VirtualTime();

	private final FakeConnector<Feed> connector = new FakeConnector<>(Feed::new);

	private int historySize = 50;

	private FailureClassifier classifier = FailureClassifier.standard();

	private final List<ConnectionManager<?>> managers = new ArrayList<>();

	@AfterEach
	void close() {
		this.managers.forEach(ConnectionManager::close);
		this.time.close();
	}

	@Test
	void a_recorder_holds_transitions_outages_and_the_kind_of_the_last_failure() {
		ConnectionRecorders recorders = recorders();
		ConnectionManager<Feed> manager = start(recorders, "prices");
		this.time.advance(Duration.ofSeconds(20));
		this.connector.refusing();
		this.connector.lose(new IOException("Connection reset"));
		this.time.settle();
		ConnectionRecorder recorder = recorders.find("prices");
		assertThat(recorder.history().transitions()).extracting(ConnectionHistory.Entry::to)
			.containsExactly(ConnectionState.CONNECTING, ConnectionState.CONNECTED, ConnectionState.WAITING);
		assertThat(recorder.history().outage()).get()
			.satisfies((outage) -> assertThat(outage.causes()).containsOnlyKeys(FailureKind.RESET));
		assertThat(manager.snapshot().lastFailureKind()).contains(FailureKind.RESET);
	}

	@Test
	void no_history_is_kept_where_none_is_wanted_and_kinds_are_known_all_the_same() {
		this.historySize = 0;
		ConnectionRecorders recorders = recorders();
		this.connector.refusing();
		ConnectionManager<Feed> manager = start(recorders, "prices");
		ConnectionRecorder recorder = recorders.find("prices");
		assertThat(recorder.history().transitions()).isEmpty();
		assertThat(manager.snapshot().lastFailureKind()).contains(FailureKind.REFUSED);
	}

	@Test
	void a_classifier_that_throws_does_not_cost_the_history() {
		this.classifier = (transition) -> {
			throw new IllegalStateException("classifier");
		};
		ConnectionRecorders recorders = recorders();
		this.connector.refusing();
		start(recorders, "prices");
		assertThat(recorders.find("prices").history().outage()).get()
			.satisfies((outage) -> assertThat(outage.causes()).containsOnlyKeys(FailureKind.OTHER));
	}

	@Test
	void the_position_in_the_back_off_sequence_is_that_of_the_manager() {
		ConnectionRecorders recorders = recorders();
		this.connector.refusing();
		ConnectionManager<Feed> manager = start(recorders, "prices");
		assertDelay(manager, 1, Duration.ofSeconds(1));
		advanceToNextAttempt(manager);
		assertDelay(manager, 2, Duration.ofSeconds(2));
		// Up, but not for long enough: the sequence goes on.
		this.connector.accepting();
		advanceToNextAttempt(manager);
		assertThat(manager.isConnected()).isTrue();
		this.time.advance(Duration.ofSeconds(9));
		this.connector.lose(new IOException("reset"));
		this.time.settle();
		assertDelay(manager, 3, Duration.ofSeconds(4));
		advanceToNextAttempt(manager);
		this.time.advance(Duration.ofSeconds(10));
		this.connector.lose(new IOException("reset"));
		this.time.settle();
		assertDelay(manager, 1, Duration.ofSeconds(1));
		// Stopped and started again, it goes on too.
		this.connector.refusing();
		manager.stop();
		manager.start();
		this.time.settle();
		assertDelay(manager, 2, Duration.ofSeconds(2));
	}

	@Test
	void a_recorder_lives_as_long_as_its_manager() {
		ConnectionRecorders recorders = recorders();
		ConnectionManager<Feed> kept = start(recorders, "kept");
		startAndForget(recorders);
		assertThat(recorders.find("forgotten")).isNotNull();
		await().until(() -> {
			System.gc();
			return recorders.find("forgotten") == null;
		});
		assertThat(recorders.find("kept")).isNotNull();
		ConnectionManager<Feed> another = start(recorders, "another");
		assertThat(recorders.size()).isEqualTo(2);
		assertThat(List.of(kept, another)).allMatch(ConnectionManager::isConnected);
	}

	@Test
	void a_manager_that_takes_the_name_of_another_has_a_recorder_of_its_own() {
		ConnectionRecorders recorders = recorders();
		start(recorders, "prices").close();
		start(recorders, "prices");
		assertThat(recorders.find("prices").history().transitions()).extracting(ConnectionHistory.Entry::to)
			.containsExactly(ConnectionState.CONNECTING, ConnectionState.CONNECTED);
	}

	private void startAndForget(ConnectionRecorders recorders) {
		build(recorders, "forgotten", new FakeConnector<>(Feed::new)).close();
		// The runtime lets go of what is closed when it next looks around.
		this.time.advance(Duration.ofSeconds(2));
	}

	private void assertDelay(ConnectionManager<?> manager, int number, Duration base) {
		assertThat(manager.snapshot().state()).isEqualTo(ConnectionState.WAITING);
		assertThat(manager.snapshot().delayNumber()).isEqualTo(number);
		assertThat(Duration.between(manager.snapshot().since(), manager.snapshot().nextAttemptAt().orElseThrow()))
			.isBetween(base, base.multipliedBy(3).dividedBy(2));
	}

	private void advanceToNextAttempt(ConnectionManager<?> manager) {
		this.time
			.advance(Duration.between(manager.snapshot().since(), manager.snapshot().nextAttemptAt().orElseThrow()));
	}

	private ConnectionRecorders recorders() {
		return new ConnectionRecorders((name) -> this.historySize, (name) -> Masking.standard());
	}

	private ConnectionManager<Feed> start(ConnectionRecorders recorders, String name) {
		ConnectionManager<Feed> manager = build(recorders, name, this.connector);
		this.managers.add(manager);
		return manager;
	}

	private ConnectionManager<Feed> build(ConnectionRecorders recorders, String name, FakeConnector<Feed> connector) {
		ConnectionManager.Builder<Feed> builder = ConnectionManager.builder(name, connector)
			.settings(SETTINGS)
			.failureClassifier(this.classifier)
			.runtime(this.time.runtime());
		recorders.customize(name, builder);
		ConnectionManager<Feed> manager = builder.start();
		this.time.settle();
		return manager;
	}

}
