package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.engine.exclusive.Claim;
import io.connectionmanager.engine.exclusive.ClaimOwner;
import io.connectionmanager.testing.RecordingSubscriber;
import io.connectionmanager.testing.ScriptedConnector;
import io.connectionmanager.testing.VirtualTime;

import static io.connectionmanager.ConnectionState.CONNECTED;
import static io.connectionmanager.ConnectionState.CONNECTING;
import static io.connectionmanager.ConnectionState.STANDBY;
import static io.connectionmanager.ConnectionState.STOPPED;
import static io.connectionmanager.ConnectionState.SUSPENDED;
import static io.connectionmanager.ConnectionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The manager of an exclusive connection, whose group decides what a script tells it.
 */
class StandbyTests extends InVirtualTime {

	private static final Duration DELAY = Duration.ofSeconds(2);

	private final ScriptedGroup group = new ScriptedGroup(this.time.runtime());

	private final RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();

	private ConnectionManager.Builder<String> exclusively() {
		return manager().runtime(this.group.runtime()).exclusive(this.group);
	}

	private ConnectionManager<String> exclusive() {
		return start(exclusively().subscriber(this.subscriber));
	}

	private ConnectionManager<String> holder(long token) {
		ConnectionManager<String> manager = exclusive();
		grant(token);
		assertThat(manager.isConnected()).isTrue();
		return manager;
	}

	private void grant(long token) {
		this.group.grant(token);
		this.time.settle();
	}

	// Standing by

	@Test
	@DisplayName("Promises E1 and E12: no open without a claim; standing by attempts nothing and has no timer")
	void a_manager_stands_by_until_it_may_hold_the_connection() {
		ConnectionManager<String> manager = exclusive();
		advance(Duration.ofHours(1));
		assertThat(this.connector.attempts()).isEmpty();
		assertThat(manager.snapshot().state()).isEqualTo(STANDBY);
		assertThat(manager.isConnected()).isFalse();
		int timers = this.time.pendingTimers();
		grant(17);
		assertThat(manager.requireConnection()).isEqualTo("c1");
		assertThat(this.listener.states()).containsExactly(STANDBY, CONNECTING, CONNECTED);
		assertThat(timers).isLessThanOrEqualTo(1);
	}

	@Test
	void an_attempt_has_the_token_under_which_it_began() {
		holder(17);
		ConnectionAttempt first = this.connector.lastAttempt();
		assertThat(first.fencingToken()).hasValue(17);
		this.group.lose();
		grant(18);
		assertThat(this.connector.lastAttempt().fencingToken()).hasValue(18);
		assertThat(first.fencingToken()).hasValue(17);
	}

	@Test
	@DisplayName("Promise E1: an attempt does not open what the group has taken back meanwhile")
	void an_attempt_that_has_not_begun_does_not_open_what_is_to_be_handed_over() {
		exclusive();
		this.time.atOnce(() -> {
			this.group.grant(17);
			// Published, but the manager is not notified yet.
			this.group.publish(new Claim.Decision(Claim.Phase.HAND_OVER, 17));
		});
		this.time.settle();
		assertThat(this.connector.attempts()).isEmpty();
		assertThat(this.group.owner().use()).isEqualTo(use(true, 0, false));
	}

	@Test
	void an_attempt_at_a_connection_of_ones_own_has_no_token() {
		start();
		assertThat(this.connector.lastAttempt().fencingToken()).isEmpty();
	}

	@Test
	void a_grant_that_came_before_the_start_is_used() {
		ConnectionManager<String> manager = build(exclusively());
		this.group.grant(17);
		assertThat(manager.snapshot().state()).isEqualTo(STOPPED);
		manager.start();
		this.time.settle();
		assertThat(manager.isConnected()).isTrue();
	}

	@Test
	void a_grant_that_has_expired_is_not_used() {
		exclusive();
		this.group.grant(17, Duration.ZERO);
		this.time.settle();
		assertThat(this.listener.states()).containsExactly(STANDBY);
	}

	@Test
	void one_that_stands_by_ignores_start_and_reconnect_and_can_be_stopped() {
		ConnectionManager<String> manager = exclusive();
		manager.start();
		manager.reconnect();
		this.time.settle();
		assertThat(this.listener.states()).containsExactly(STANDBY);
		assertThat(manager.stop().toCompletableFuture()).satisfies((stage) -> {
			this.time.settle();
			assertThat(stage).isCompleted();
		});
		assertThat(manager.snapshot().state()).isEqualTo(STOPPED);
		grant(17);
		assertThat(this.connector.attempts()).isEmpty();
	}

	@Test
	void a_stopped_and_a_suspended_manager_give_their_token_back() {
		ConnectionManager<String> manager = holder(17);
		manager.stop();
		this.time.settle();
		assertThat(this.group.owner().use()).isEqualTo(use(false, 0, false));
		this.group.decide(Claim.Decision.NONE);
		this.connector.reject();
		manager.start();
		grant(18);
		assertThat(manager.snapshot().state()).isEqualTo(SUSPENDED);
		assertThat(this.group.owner().use())
			.isEqualTo(new ClaimOwner.Use(false, 0, false, this.group.owner().use().outageSince()));
		this.group.decide(Claim.Decision.NONE);
		manager.reconnect();
		this.time.settle();
		assertThat(manager.snapshot().state()).isEqualTo(STANDBY);
		assertThat(manager.snapshot().outageSince()).isEmpty();
	}

	@Test
	void what_a_manager_is_missing_names_the_holder() {
		ConnectionManager<String> manager = exclusive();
		advance(Duration.ofSeconds(5));
		assertThatExceptionOfType(NotConnectedException.class).isThrownBy(manager::requireConnection)
			.withMessage("Connection 'prices' is STANDBY since %s (5 s); no replica is known to hold it",
					manager.snapshot().since());
		ClaimHolder holder = new ClaimHolder("pod-2", "9f3c", 17, false);
		this.group.heldBy(holder);
		assertThat(manager.holder()).hasValue(holder);
		assertThatExceptionOfType(NotConnectedException.class).isThrownBy(manager::requireConnection)
			.withMessageEndingWith("; held by pod-2");
	}

	// Handing over

	@Test
	@DisplayName("Promise E4: notify, drain, close; the claim may be released when close has returned")
	void a_connection_that_is_handed_over_is_drained_and_closed_before_the_claim_is_free() {
		VirtualTime.Gate draining = gate();
		VirtualTime.Gate closing = gate();
		ConnectionManager<String> manager = exclusive();
		manager.subscribe(new ConnectionSubscriber<>() {

			@Override
			public void connected(String connection) {
			}

			@Override
			public void disconnected(String connection, Throwable cause) throws Exception {
				draining.pass();
			}

		});
		this.connector.blockOnClose(closing);
		grant(17);
		assertThat(this.group.owner().use()).isEqualTo(use(true, 17, true));
		assertThat(manager.handOver()).isCompletedWithValue(true);
		assertThat(manager.snapshot().state()).isEqualTo(STANDBY);
		this.time.settle();
		assertThat(this.group.owner().use()).isEqualTo(use(true, 17, true));
		assertThat(this.connector.closed()).isEmpty();
		draining.open();
		this.time.settle();
		assertThat(this.group.owner().use()).isEqualTo(use(true, 0, true));
		closing.open();
		this.time.settle();
		assertThat(this.group.owner().use()).isEqualTo(use(true, 0, false));
		assertThat(this.group.uses()).endsWith(use(true, 17, true), use(true, 0, true), use(true, 0, false));
		assertThat(this.subscriber.told()).containsExactly("+c1", "-c1");
		assertThat(this.listener.states()).containsExactly(STANDBY, CONNECTING, CONNECTED, STANDBY);
		assertThat(this.listener.transitions().get(3).failureKind()).hasValue(FailureKind.REQUESTED);
	}

	@Test
	void a_stop_during_a_hand_over_is_a_stop() {
		ConnectionManager<String> manager = holderThatDrains(17);
		this.group.askToHandOver();
		advance(Duration.ofSeconds(1));
		assertThat(manager.stop().toCompletableFuture()).isNotCompleted();
		assertThat(manager.snapshot().state()).isEqualTo(STOPPED);
		this.gates.forEach(VirtualTime.Gate::open);
		this.time.settle();
		assertThat(this.listener.states()).containsExactly(STANDBY, CONNECTING, CONNECTED, STANDBY, STOPPED);
		assertThat(this.listener.transitions().get(4).inPrevious()).hasSeconds(1);
		assertThat(this.connector.closed()).containsExactly("c1");
	}

	@Test
	void a_start_after_a_stop_during_a_hand_over_stands_by() {
		ConnectionManager<String> manager = holderThatDrains(17);
		this.group.askToHandOver();
		manager.stop();
		manager.start();
		this.gates.forEach(VirtualTime.Gate::open);
		this.time.settle();
		assertThat(manager.snapshot().state()).isEqualTo(STANDBY);
		assertThat(this.connector.attempts()).hasSize(1);
		assertThat(this.group.owner().use()).isEqualTo(use(true, 0, false));
	}

	@Test
	void a_reconnect_that_is_handed_over_meanwhile_stands_by() {
		ConnectionManager<String> manager = holderThatDrains(17);
		manager.reconnect();
		assertThat(manager.snapshot().state()).isEqualTo(STOPPED);
		this.group.askToHandOver();
		assertThat(manager.snapshot().state()).isEqualTo(STANDBY);
		this.gates.forEach(VirtualTime.Gate::open);
		advance(Duration.ofMinutes(1));
		assertThat(this.connector.attempts()).hasSize(1);
	}

	/** Its subscriber holds the connection until the test opens the gates. */
	private ConnectionManager<String> holderThatDrains(long token) {
		VirtualTime.Gate gate = gate();
		ConnectionManager<String> manager = start(
				exclusively().subscriber(new RecordingSubscriber<>(new ConnectionSubscriber<>() {

					@Override
					public void connected(String connection) {
					}

					@Override
					public void disconnected(String connection, Throwable cause) throws Exception {
						gate.pass();
					}

				})));
		grant(token);
		return manager;
	}

	@Test
	void a_manager_that_cannot_connect_stands_by_when_it_is_to_hand_over() {
		this.connector.fail(FAILURE, 3);
		ConnectionManager<String> manager = exclusive();
		grant(17);
		advance(DELAY);
		assertThat(manager.snapshot().state()).isEqualTo(WAITING);
		assertThat(this.group.owner().use().outageSince()).isPresent();
		this.group.askToHandOver();
		assertThat(this.group.owner().use()).isEqualTo(use(true, 0, false));
		advance(Duration.ofMinutes(1));
		assertThat(manager.snapshot().state()).isEqualTo(STANDBY);
		assertThat(manager.snapshot().outageSince()).isEmpty();
		assertThat(this.connector.attempts()).hasSize(2);
	}

	@Test
	@DisplayName("Promise E4: what is still open after a hand-over keeps the claim")
	void an_abandoned_open_keeps_the_claim_until_it_has_returned() {
		this.connector.succeedLate(Duration.ofSeconds(20));
		exclusive();
		grant(17);
		this.group.askToHandOver();
		this.time.settle();
		assertThat(this.group.owner().use()).isEqualTo(use(true, 0, true));
		advance(Duration.ofSeconds(20));
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(this.group.owner().use()).isEqualTo(use(true, 0, false));
	}

	// Losing the lease

	@Test
	@DisplayName("Promise E2: a lost lease closes at once, and then notifies")
	void a_lost_lease_is_a_loss() {
		VirtualTime.Gate gate = gate();
		List<String> closedBefore = new ArrayList<>();
		ConnectionManager<String> manager = exclusive();
		manager.subscribe(new ConnectionSubscriber<>() {

			@Override
			public void connected(String connection) {
			}

			@Override
			public void disconnected(String connection, Throwable cause) throws Exception {
				gate.pass();
			}

		});
		grant(17);
		this.group.lose();
		assertThat(manager.isConnected()).isFalse();
		assertThat(manager.snapshot().state()).isEqualTo(STANDBY);
		this.time.settle();
		closedBefore.addAll(this.connector.closed());
		assertThat(closedBefore).containsExactly("c1");
		assertThat(this.subscriber.calls().get(1).cause()).containsInstanceOf(LeaseLostException.class);
		ConnectionTransition loss = this.listener.transitions().get(3);
		assertThat(loss.to()).isEqualTo(STANDBY);
		assertThat(loss.failureKind()).hasValue(FailureKind.LEASE);
		assertThat(loss.cause()).containsInstanceOf(LeaseLostException.class);
		assertThat(loss.connection()).hasValue("c1");
		assertThat(manager.snapshot().disconnects()).isEqualTo(1);
		assertThat(manager.snapshot().failures()).isZero();
		assertThat(manager.snapshot().outageSince()).isEmpty();
	}

	@Test
	void an_attempt_whose_lease_is_lost_is_abandoned_and_has_not_failed() {
		this.connector.hang();
		ConnectionManager<String> manager = exclusive();
		grant(17);
		assertThat(manager.snapshot().state()).isEqualTo(CONNECTING);
		this.group.lose();
		this.time.settle();
		assertThat(manager.snapshot().state()).isEqualTo(STANDBY);
		assertThat(manager.snapshot().failures()).isZero();
		assertThat(manager.snapshot().delayNumber()).isZero();
		assertThat(this.listener.transitions().get(2).failureKind()).hasValue(FailureKind.LEASE);
	}

	@Test
	void a_lease_that_is_lost_while_subscribers_are_being_notified_closes_at_once() {
		holderThatDrains(17).stop();
		this.time.settle();
		assertThat(this.connector.closed()).isEmpty();
		this.group.lose();
		this.time.settle();
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(this.group.owner().use()).isEqualTo(use(false, 0, true));
	}

	@Test
	void a_new_token_replaces_one_that_was_lost_unnoticed() {
		ConnectionManager<String> manager = holder(17);
		grant(18);
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(manager.requireConnection()).isEqualTo("c2");
		assertThat(this.connector.lastAttempt().fencingToken()).hasValue(18);
	}

	// Being late

	@Test
	@DisplayName("Promise E6: after a pause no method hands out a connection past its deadline")
	void no_method_hands_out_a_connection_past_its_deadline() {
		for (String read : List.of("isConnected", "connection", "requireConnection", "awaitConnection", "snapshot")) {
			ConnectionManager<String> manager = pausedHolder();
			int checks = this.group.checks();
			switch (read) {
				case "isConnected" -> assertThat(manager.isConnected()).isFalse();
				case "connection" -> assertThat(manager.connection()).isEmpty();
				case "requireConnection" ->
					assertThatExceptionOfType(NotConnectedException.class).isThrownBy(manager::requireConnection);
				case "awaitConnection" -> assertThatExceptionOfType(NotConnectedException.class)
					.isThrownBy(() -> manager.awaitConnection(Duration.ZERO));
				default -> assertThat(manager.snapshot().connection()).isEmpty();
			}
			assertThat(this.group.checks()).as(read).isGreaterThan(checks);
			this.time.settle();
			assertThat(this.connector.open()).as(read).isEmpty();
			manager.close();
		}
	}

	@Test
	@DisplayName("Promise E6: nor does a subscription")
	void no_subscriber_is_given_a_connection_past_its_deadline() {
		ConnectionManager<String> manager = pausedHolder();
		RecordingSubscriber<String> late = new RecordingSubscriber<>();
		manager.subscribe(late);
		this.time.settle();
		assertThat(late.calls()).isEmpty();
		assertThat(this.connector.open()).isEmpty();
	}

	private ConnectionManager<String> pausedHolder() {
		ConnectionManager<String> manager = exclusive();
		this.group.grant(17, Duration.ofSeconds(10));
		this.time.settle();
		assertThat(manager.isConnected()).isTrue();
		advance(Duration.ofSeconds(9));
		assertThat(manager.isConnected()).isTrue();
		advance(Duration.ofSeconds(1));
		assertThat(this.connector.open()).hasSize(1);
		return manager;
	}

	@Test
	@DisplayName("Promise E1: no open under a lease that has expired while the attempt waited for a permit")
	void an_attempt_that_waits_past_the_deadline_never_calls_open() {
		ConnectionRuntime limited = this.time.runtimeBuilder().connectLimit(1).build();
		ScriptedGroup group = new ScriptedGroup(limited);
		ScriptedConnector<String> slow = new ScriptedConnector<>(this.time, (n) -> "slow");
		start(ConnectionManager.builder("slow", slow.readyAfter(Duration.ofSeconds(20))).runtime(limited));
		ConnectionManager<String> manager = start(manager().runtime(limited).exclusive(group));
		group.grant(17, Duration.ofSeconds(10));
		advance(Duration.ofSeconds(30));
		assertThat(slow.opened()).hasSize(1);
		assertThat(this.connector.attempts()).isEmpty();
		assertThat(manager.snapshot().state()).isEqualTo(STANDBY);
	}

	@Test
	@DisplayName("Promise E1: a connection that arrives after the deadline is closed and never shown")
	void a_connection_that_arrives_after_the_deadline_is_closed_and_never_shown() {
		this.connector.readyAfter(Duration.ofSeconds(20));
		ConnectionManager<String> manager = exclusive();
		this.group.grant(17, Duration.ofSeconds(10));
		advance(Duration.ofSeconds(20));
		assertThat(manager.snapshot().state()).isEqualTo(STANDBY);
		assertThat(this.listener.states()).containsExactly(STANDBY, CONNECTING, STANDBY);
		assertThat(this.connector.closed()).containsExactly("c1");
		assertThat(this.subscriber.calls()).isEmpty();
	}

	// Observing

	@Test
	void a_lost_lease_begins_no_outage() {
		try (Logs logs = Logs.capture()) {
			ConnectionManager<String> manager = holder(17);
			advance(STABLE);
			this.group.lose();
			this.time.settle();
			assertThat(manager.snapshot().lastFailure()).get()
				.asString()
				.endsWith("This replica may no longer hold connection 'prices' (token 17): "
						+ "its lease was not renewed in time");
			grant(18);
			assertThat(manager.isConnected()).isTrue();
			assertThat(logs.from(Level.INFO)).containsExactly("INFO Connection 'prices' up",
					"INFO Connection 'prices' up again");
		}
	}

	@Test
	void an_outage_ends_when_the_manager_stands_by_and_is_not_said_to_be_up_again() {
		try (Logs logs = Logs.capture()) {
			List<Duration> lengths = new ArrayList<>();
			this.connector.fail(FAILURE);
			ConnectionHistory history = new ConnectionHistory(10, Masking.standard());
			start(exclusively().listener(history));
			grant(17);
			advance(DELAY.plusSeconds(1));
			assertThat(history.outage()).isPresent();
			this.group.lose();
			this.time.settle();
			assertThat(logs.from(Level.INFO)).satisfiesExactly(
					(line) -> assertThat(line).startsWith("WARN Connection 'prices' failed (other)"),
					(line) -> assertThat(line)
						.isEqualTo("INFO Connection 'prices' stands by after it was down for 2 s; "
								+ "2 attempts; causes: other x1; 1 flap"));
			assertThat(history.outage()).isEmpty();
			history.outages().forEach((outage) -> lengths.add(outage.length()));
			assertThat(lengths).containsExactly(DELAY);
		}
	}

	// Building

	@Test
	void a_manager_belongs_to_its_group_until_it_is_closed() {
		ConnectionManager<String> manager = build(exclusively().yieldAfter(Duration.ofMinutes(1)));
		assertThat(manager.exclusiveGroup()).hasValue(this.group);
		assertThat(this.group.yieldAfter()).hasMinutes(1);
		assertThat(this.group.owner().name()).isEqualTo("prices");
		assertThat(this.group.isRetired()).isFalse();
		manager.close();
		assertThat(this.group.isRetired()).isTrue();
	}

	@Test
	void a_manager_without_a_group_is_not_exclusive() {
		ConnectionManager<String> manager = start();
		assertThat(manager.exclusiveGroup()).isEmpty();
		assertThat(manager.holder()).isEmpty();
		assertThat(manager.handOver()).isCompletedWithValue(false);
		assertThat(manager.isConnected()).isTrue();
	}

	@Test
	void a_group_of_another_runtime_and_a_useless_yield_are_refused() {
		assertThatIllegalArgumentException().isThrownBy(exclusively().runtime(ConnectionRuntime.shared())::build)
			.withMessage("Connection 'prices' and its exclusive group must have the same runtime");
		assertThatIllegalArgumentException().isThrownBy(() -> manager().yieldAfter(Duration.ZERO))
			.withMessage("yieldAfter must be more than zero, but is 0s");
	}

	private static ClaimOwner.Use use(boolean wanted, long token, boolean mayBeOpen) {
		return new ClaimOwner.Use(wanted, token, mayBeOpen, OptionalLong.empty());
	}

}
