package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ClaimSnapshot.Role;
import io.connectionmanager.ClaimSnapshot.WaitsFor;
import io.connectionmanager.testing.InMemoryCoordinationStore;
import io.connectionmanager.testing.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Replicas that agree on who holds a connection, in virtual time: managers, groups and a
 * store.
 */
class ExclusiveTests {

	private final VirtualTime time = new VirtualTime();

	private final InMemoryCoordinationStore store = new InMemoryCoordinationStore();

	private final List<Replica> replicas = new ArrayList<>();

	/** Who has a session at the peer. */
	private final List<String> sessions = new ArrayList<>();

	private final List<Long> tokens = new ArrayList<>();

	private final List<String> events = new ArrayList<>();

	@AfterEach
	void nothing_is_left_behind() {
		this.store.reachable(true);
		for (Replica replica : this.replicas) {
			replica.managers.forEach(ConnectionManager::close);
		}
		this.time.settle();
		this.replicas.forEach((replica) -> replica.group.close());
		this.time.advance(Duration.ofMinutes(10));
		assertThat(this.sessions).isEmpty();
		this.time.close();
	}

	/** One replica of the application. */
	private final class Replica {

		final String name;

		final ConnectionRuntime runtime = ExclusiveTests.this.time.runtime();

		final ExclusiveGroup group;

		final List<ConnectionManager<String>> managers = new ArrayList<>();

		boolean refuses;

		Replica(String name) {
			this(name, ExclusiveSettings.defaults());
		}

		Replica(String name, ExclusiveSettings settings) {
			this.name = name;
			this.group = ExclusiveGroup.builder("quotes", ExclusiveTests.this.store)
				.memberId(name)
				.settings(settings)
				.runtime(this.runtime)
				.listener(new ExclusiveListener() {
					@Override
					public void granted(String connection, long token, Optional<String> previous, Reason reason) {
						ExclusiveTests.this.events.add("%s granted %s".formatted(Replica.this.name, reason));
					}

					@Override
					public void lost(String connection, long token, Cause cause) {
						ExclusiveTests.this.events.add("%s lost %s".formatted(Replica.this.name, cause));
					}
				})
				.build();
			ExclusiveTests.this.replicas.add(this);
		}

		Replica start(String... connections) {
			for (String connection : connections) {
				this.managers.add(builder(connection).start());
			}
			ExclusiveTests.this.time.settle();
			return this;
		}

		ConnectionManager.Builder<String> builder(String connection) {
			return ConnectionManager
				.builder(connection, Connector.signalling((attempt) -> open(connection, attempt), this::closed))
				.runtime(this.runtime)
				.exclusive(this.group);
		}

		private String open(String connection, ConnectionAttempt attempt) {
			if (this.refuses) {
				throw new IllegalStateException("refused");
			}
			ExclusiveTests.this.tokens.add(attempt.fencingToken().orElseThrow());
			String session = this.name + " " + connection + " " + attempt.generation();
			ExclusiveTests.this.sessions.add(session);
			attempt.connected();
			return session;
		}

		private void closed(String session) {
			ExclusiveTests.this.sessions.remove(session);
		}

		ConnectionManager<String> manager() {
			return this.managers.get(0);
		}

		ConnectionState state() {
			return manager().snapshot().state();
		}

		/** Returns one of those that are connected. */
		ConnectionManager<String> connected() {
			return this.managers.stream().filter(ConnectionManager::isConnected).findFirst().orElseThrow();
		}

		long held() {
			return this.managers.stream().filter(ConnectionManager::isConnected).count();
		}

	}

	private void advance(Duration span) {
		this.time.advance(span);
	}

	private Replica holder(String name) {
		Replica replica = new Replica(name).start("feed");
		advance(Duration.ofSeconds(1));
		assertThat(replica.state()).isEqualTo(ConnectionState.CONNECTED);
		return replica;
	}

	private Replica standby(String name) {
		Replica replica = new Replica(name).start("feed");
		advance(Duration.ofSeconds(1));
		assertThat(replica.state()).isEqualTo(ConnectionState.STANDBY);
		return replica;
	}

	@Test
	void two_replicas_with_one_name_are_warned_about_once_with_what_tells_them_apart() {
		try (Logs logs = Logs.capture()) {
			Replica first = holder("pod-1");
			Replica second = standby("pod-1");
			standby("pod-2");
			advance(Duration.ofMinutes(5));
			String other = second.group.snapshot()
				.members()
				.stream()
				.filter(GroupSnapshot.Member::self)
				.findFirst()
				.orElseThrow()
				.incarnation();
			assertThat(first.group.snapshot().members()).hasSize(3);
			assertThat(logs.at(Level.WARN)).hasSize(2)
				.allMatch((line) -> line.contains("two members are called 'pod-1': this one, '"))
				.allMatch((line) -> line.contains("'" + other + "'"));
		}
	}

	@Test
	void a_replica_that_has_the_name_of_one_that_has_ended_is_not_warned_about() {
		try (Logs logs = Logs.capture()) {
			Replica ended = holder("pod-1");
			Replica next = new Replica("pod-1").start("feed");
			advance(Duration.ofSeconds(1));
			ended.managers.forEach(ConnectionManager::close);
			this.time.settle();
			ended.group.close();
			advance(Duration.ofMinutes(5));
			assertThat(next.group.snapshot().members()).hasSize(1);
			assertThat(logs.at(Level.WARN)).isEmpty();
		}
	}

	@Test
	void one_replica_holds_the_connection_and_the_others_stand_by() {
		Replica first = holder("pod-1");
		Replica second = standby("pod-2");
		assertThat(this.sessions).hasSize(1);
		assertThat(first.manager().holder()).hasValueSatisfying((holder) -> assertThat(holder.self()).isTrue());
		assertThat(second.manager().holder())
			.hasValueSatisfying((holder) -> assertThat(holder.memberId()).isEqualTo("pod-1"));
		assertThat(first.group.claim("feed")).hasValueSatisfying((claim) -> {
			assertThat(claim.role()).isEqualTo(Role.HOLDER);
			assertThat(claim.token()).hasValue(this.tokens.get(0));
		});
		assertThat(second.group.claim("feed")).hasValueSatisfying((claim) -> {
			assertThat(claim.role()).isEqualTo(Role.STANDBY);
			assertThat(claim.waitsFor()).hasValue(WaitsFor.HOLDER);
		});
		assertThatExceptionOfType(NotConnectedException.class).isThrownBy(second.manager()::requireConnection)
			.withMessageContaining("pod-1");
	}

	@Test
	@DisplayName("Promises E4, E5 and E7: an orderly stop closes, then releases; the next open follows at once, with a higher token")
	void a_stop_hands_over_at_once() {
		Replica first = holder("pod-1");
		Replica second = standby("pod-2");
		first.manager().stop();
		advance(Duration.ofMillis(100));
		assertThat(second.state()).isEqualTo(ConnectionState.CONNECTED);
		assertThat(this.sessions).hasSize(1).allMatch((session) -> session.startsWith("pod-2"));
		assertThat(this.tokens).hasSize(2).isSorted().doesNotHaveDuplicates();
		assertThat(this.events).containsExactly("pod-1 granted FIRST", "pod-1 lost STOPPED", "pod-2 granted RELEASED");
	}

	@Test
	void a_replica_that_is_started_again_before_it_has_left_is_there_to_stay() {
		Replica one = holder("one");
		one.group.leave();
		one.manager().stop();
		one.manager().start();
		this.time.settle();
		assertThat(one.group.snapshot().leaving()).isFalse();
		assertThat(one.manager().isConnected()).isTrue();
		one.group.leave();
		this.time.settle();
		assertThat(one.group.snapshot().leaving()).isTrue();
		one.manager().stop();
		this.time.settle();
		one.manager().start();
		this.time.settle();
		assertThat(one.manager().isConnected()).isTrue();
	}

	@Test
	@DisplayName("Promises E2, E3 and E8: without the store the holder closes at D - m; the other takes over after D")
	void a_holder_without_a_store_lets_go_in_time() {
		Replica first = holder("pod-1");
		Replica second = standby("pod-2");
		Duration sinceRenewal = Duration.ofMillis(0);
		this.store.reachable(false);
		advance(Duration.ofSeconds(6).plus(sinceRenewal));
		assertThat(first.manager().isConnected()).isTrue();
		advance(Duration.ofSeconds(4));
		assertThat(first.state()).isEqualTo(ConnectionState.STANDBY);
		assertThat(this.sessions).isEmpty();
		assertThat(first.manager().snapshot().lastFailureKind()).hasValue(FailureKind.LEASE);
		assertThat(second.state()).isEqualTo(ConnectionState.STANDBY);
		this.store.reachable(true);
		advance(Duration.ofSeconds(5));
		assertThat(first.held() + second.held()).isOne();
		assertThat(this.tokens).hasSize(2).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void a_manager_that_is_built_again_at_once_takes_the_place_of_the_closed_one() {
		Replica one = holder("one");
		for (int i = 0; i < 3; i++) {
			one.managers.remove(0).close();
			one.managers.add(one.builder("feed").start());
		}
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(one.builder("feed")::build)
			.withMessageContaining("already in the group");
		advance(Duration.ofSeconds(1));
		assertThat(one.state()).isEqualTo(ConnectionState.CONNECTED);
		assertThat(this.sessions).hasSize(1);
		assertThat(this.tokens).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void a_manager_that_is_closed_before_it_got_its_place_leaves_nothing_behind() {
		Replica one = holder("one");
		standby("two");
		one.manager().close();
		one.builder("feed").start().close();
		advance(Duration.ofSeconds(1));
		assertThat(this.sessions).hasSize(1).allMatch((session) -> session.startsWith("two"));
		one.managers.set(0, one.builder("feed").start());
		advance(Duration.ofSeconds(1));
		assertThat(one.state()).isEqualTo(ConnectionState.STANDBY);
	}

	@Test
	void a_group_that_was_closed_says_so() {
		Replica one = holder("one");
		one.manager().stop();
		advance(Duration.ofSeconds(1));
		one.group.close();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(one.builder("other")::build)
			.withMessageContaining("'quotes' was closed");
		try (Logs logs = Logs.capture()) {
			one.manager().start();
			advance(Duration.ofSeconds(1));
			assertThat(logs.at(Level.WARN)).singleElement().asString().contains("'feed'", "'quotes' was closed");
		}
	}

	@Test
	@DisplayName("Promise E10: a store outage shorter than D - m - r is not noticed")
	void a_short_outage_of_the_store_is_not_noticed() {
		Replica first = holder("pod-1");
		standby("pod-2");
		this.store.reachable(false);
		advance(Duration.ofMillis(6_900));
		this.store.reachable(true);
		advance(Duration.ofMinutes(1));
		assertThat(first.manager().snapshot().connects()).isOne();
		assertThat(first.manager().isConnected()).isTrue();
	}

	@Test
	@DisplayName("Promise E12: standing by costs no writes per connection, and one list in a poll interval")
	void standing_by_is_cheap() {
		holder("pod-1");
		standby("pod-2");
		advance(Duration.ofSeconds(30));
		long lists = this.store.lists();
		long changes = this.store.changes();
		advance(Duration.ofSeconds(60));
		assertThat(this.store.lists() - lists).isLessThanOrEqualTo(2 * 61);
		assertThat(this.store.changes() - changes).isBetween(2 * 19L, 2 * 21L);
	}

	@Test
	void a_hand_over_on_request_moves_the_connection() {
		Replica first = holder("pod-1");
		CompletableFuture<Boolean> alone = first.manager().handOver().toCompletableFuture();
		assertThat(alone).isCompletedWithValue(false);
		Replica second = standby("pod-2");
		CompletableFuture<Boolean> handOver = first.manager().handOver().toCompletableFuture();
		advance(Duration.ofMillis(200));
		assertThat(handOver).isCompletedWithValue(true);
		assertThat(second.manager().isConnected()).isTrue();
		advance(Duration.ofMinutes(5));
		assertThat(first.state()).isEqualTo(ConnectionState.STANDBY);
		assertThat(second.manager().handOver().toCompletableFuture()).isNotDone();
		advance(Duration.ofMillis(200));
		assertThat(first.manager().isConnected()).isTrue();
	}

	@Test
	@DisplayName("Promise E7: replicas that hold their shares take over at once what another one gives back, and nothing else moves")
	void what_is_handed_over_does_not_wait_for_a_share_and_moves_nothing_else() {
		Replica one = new Replica("one").start("a", "b");
		Replica two = new Replica("two").start("a", "b");
		advance(Duration.ofMinutes(10));
		assertThat(List.of(one.held(), two.held())).containsExactly(1L, 1L);
		ConnectionManager<String> moved = one.connected();
		int opened = this.tokens.size();
		assertThat(moved.handOver().toCompletableFuture()).isNotNull();
		advance(Duration.ofMillis(200));
		assertThat(two.held()).isEqualTo(2);
		advance(Duration.ofMinutes(10));
		assertThat(two.held()).isEqualTo(2);
		assertThat(this.tokens).hasSize(opened + 1);
		two.managers.get(0).stop();
		advance(Duration.ofMillis(200));
		assertThat(List.of(one.held(), two.held())).containsExactly(1L, 1L);
		assertThat(this.tokens).hasSize(opened + 2);
	}

	@Test
	void what_nobody_takes_comes_back_soon() {
		Replica one = holder("one");
		Replica two = new Replica("two").start("other");
		advance(Duration.ofSeconds(5));
		assertThat(two.held()).isOne();
		CompletableFuture<Boolean> handOver = one.manager().handOver().toCompletableFuture();
		advance(Duration.ofMillis(200));
		assertThat(handOver).isCompletedWithValue(true);
		assertThat(one.state()).isEqualTo(ConnectionState.STANDBY);
		advance(Duration.ofSeconds(4));
		assertThat(one.state()).isEqualTo(ConnectionState.CONNECTED);
	}

	@Test
	void a_holder_that_was_stopped_and_started_yields_as_before() {
		Replica one = new Replica("one");
		one.managers.add(one.builder("feed").yieldAfter(Duration.ofSeconds(30)).start());
		one.start("third");
		advance(Duration.ofSeconds(1));
		Replica two = new Replica("two").start("other");
		advance(Duration.ofSeconds(5));
		one.manager().stop();
		advance(Duration.ofSeconds(1));
		one.manager().start();
		advance(Duration.ofSeconds(1));
		assertThat(one.state()).isEqualTo(ConnectionState.CONNECTED);
		two.start("feed");
		one.refuses = true;
		one.manager().reconnect();
		advance(Duration.ofSeconds(35));
		assertThat(two.held()).isEqualTo(2);
	}

	@Test
	void a_holder_that_cannot_connect_keeps_what_nobody_else_wants() {
		Replica one = new Replica("one");
		one.refuses = true;
		one.managers.add(one.builder("feed").yieldAfter(Duration.ofSeconds(30)).start());
		new Replica("two").start("other");
		advance(Duration.ofMinutes(10));
		assertThat(this.events.stream().filter("one lost YIELDED"::equals)).as("offered again, but rarely").hasSize(2);
		one.refuses = false;
		advance(Duration.ofSeconds(3));
		assertThat(one.state()).isEqualTo(ConnectionState.CONNECTED);
	}

	@Test
	void a_holder_that_cannot_connect_tries_again_to_yield_what_nobody_wanted() {
		Replica one = new Replica("one");
		one.refuses = true;
		one.managers.add(one.builder("feed").yieldAfter(Duration.ofSeconds(30)).start());
		Replica two = new Replica("two").start("other");
		advance(Duration.ofMinutes(1));
		assertThat(this.events).contains("one lost YIELDED");
		two.start("feed");
		advance(Duration.ofMinutes(6));
		assertThat(two.held()).isEqualTo(2);
		assertThat(one.state()).isEqualTo(ConnectionState.STANDBY);
	}

	@Test
	void a_holder_that_was_built_again_and_cannot_connect_yields() {
		Replica one = new Replica("one");
		one.managers.add(one.builder("feed").yieldAfter(Duration.ofSeconds(30)).start());
		advance(Duration.ofSeconds(1));
		Replica two = standby("two");
		one.refuses = true;
		one.managers.remove(0).close();
		one.managers.add(one.builder("feed").yieldAfter(Duration.ofSeconds(30)).start());
		advance(Duration.ofSeconds(1));
		// close() waits in this thread while others go on, so the other replica may be
		// quicker.
		boolean regained = two.state() == ConnectionState.STANDBY;
		advance(Duration.ofMinutes(1));
		assertThat(this.events).contains(regained ? "one lost YIELDED" : "one lost STOPPED");
		assertThat(two.state()).isEqualTo(ConnectionState.CONNECTED);
	}

	@Test
	void a_listener_is_told_of_each_of_many_connections_that_lapse_at_once() {
		String[] names = new String[1_100];
		for (int i = 0; i < names.length; i++) {
			names[i] = "device-" + i;
		}
		Replica one = new Replica("one").start(names);
		advance(Duration.ofSeconds(5));
		assertThat(one.held()).isEqualTo(names.length);
		this.store.reachable(false);
		advance(Duration.ofSeconds(15));
		assertThat(this.events.stream().filter("one lost LAPSED"::equals)).hasSize(names.length);
	}

	@Test
	void a_holder_that_cannot_connect_yields() {
		Replica first = new Replica("pod-1");
		first.refuses = true;
		first.managers.add(first.builder("feed").yieldAfter(Duration.ofMinutes(1)).start());
		advance(Duration.ofMinutes(3));
		assertThat(first.state()).isNotEqualTo(ConnectionState.STANDBY);
		Replica second = new Replica("pod-2").start("feed");
		advance(Duration.ofSeconds(5));
		assertThat(second.manager().isConnected()).isTrue();
		assertThat(first.state()).isEqualTo(ConnectionState.STANDBY);
		assertThat(this.events).contains("pod-1 lost YIELDED");
	}

	@Test
	@DisplayName("Promise E11: the members of a stable group hold their shares")
	void members_share_the_connections_and_take_over_those_of_one_that_stops() {
		ExclusiveSettings quick = ExclusiveSettings.builder()
			.spread(new ExclusiveSettings.Spread(Duration.ofSeconds(10), 50, 1))
			.build();
		String[] names = new String[60];
		for (int i = 0; i < names.length; i++) {
			names[i] = "device-" + i;
		}
		List<Replica> members = new ArrayList<>();
		for (int i = 1; i <= 3; i++) {
			members.add(new Replica("pod-" + i, quick).start(names));
			advance(Duration.ofSeconds(1));
		}
		assertThat(members.get(0).held()).isEqualTo(60);
		advance(Duration.ofSeconds(60));
		assertThat(members).extracting(Replica::held).containsExactly(20L, 20L, 20L);
		assertThat(this.sessions).hasSize(60);
		members.get(2).managers.forEach(ConnectionManager::stop);
		advance(Duration.ofSeconds(5));
		assertThat(members).extracting(Replica::held).containsExactly(30L, 30L, 0L);
	}

	@Test
	void the_log_says_who_was_granted_what_and_what_lapsed() {
		try (Logs logs = Logs.capture()) {
			holder("pod-1");
			this.store.reachable(false);
			advance(Duration.ofSeconds(12));
			assertThat(logs.at(Level.INFO)).anyMatch((line) -> line.contains("granted to pod-1"));
			assertThat(logs.at(Level.WARN)).anyMatch((line) -> line.contains("the grant to pod-1 has lapsed"))
				.anyMatch((line) -> line.contains("no answer from the store"));
		}
	}

}
