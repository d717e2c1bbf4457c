package io.connectionmanager.coordination.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replicas in processes of their own, which are killed, stopped, frozen and cut from
 * PostgreSQL, against a peer that counts sessions by its own clock.
 */
@Timeout(180)
class ReplicaProcessesTests {

	private static final Duration LEASE = Duration.ofSeconds(6);

	private static final int MANY = Integer.getInteger("replicas.connections", 1_000);

	private final List<ReplicaProcess> replicas = new ArrayList<>();

	private TestDatabase database;

	private CountingPeer peer;

	@BeforeEach
	void open() throws Exception {
		this.database = SharedDatabase.postgres();
		this.peer = new CountingPeer();
	}

	@AfterEach
	void close() throws Exception {
		for (ReplicaProcess replica : this.replicas) {
			replica.close();
		}
		this.peer.close();
		this.database.close();
	}

	private ReplicaProcess start(String name, int connections) throws Exception {
		return start(name, connections, Duration.ofSeconds(2));
	}

	private ReplicaProcess start(String name, int connections, Duration settle) throws Exception {
		ReplicaProcess replica = new ReplicaProcess(name, this.database, this.peer, connections, LEASE, settle);
		this.replicas.add(replica);
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> !replica.isAlive() || replica.output().contains("READY"));
		assertThat(replica.isAlive()).as("%s", replica.output()).isTrue();
		return replica;
	}

	private void awaitOpen(int connections) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(this.peer.open()).isEqualTo(connections));
	}

	private void awaitHolder(ReplicaProcess replica) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(this.peer.open(replica.name())).isOne());
	}

	/** Prints what was measured; nothing is asserted of it. */
	private static void report(String text, Object... arguments) {
		System.out.println(text.formatted(arguments));
	}

	private void assertThatNobodyWasDisturbed() {
		assertThat(this.peer.violations()).isEmpty();
	}

	@Test
	@DisplayName("Promises E4, E5, E7 and E8: a stop and a kill move the connection; never two, and tokens rise")
	void a_stop_and_a_kill_move_the_connection() throws Exception {
		ReplicaProcess first = start("pod-1", 1);
		awaitOpen(1);
		ReplicaProcess second = start("pod-2", 1);
		ReplicaProcess third = start("pod-3", 1);
		first.terminate();
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !first.isAlive());
		awaitOpen(1);
		report("After SIGTERM, open nowhere for %s ms", this.peer.takeGaps());
		ReplicaProcess holder = (this.peer.open("pod-2") == 1) ? second : third;
		ReplicaProcess other = (holder == second) ? third : second;
		holder.kill();
		awaitHolder(other);
		report("After SIGKILL, open nowhere for %s ms (lease %s ms)", this.peer.takeGaps(), LEASE.toMillis());
		assertThatNobodyWasDisturbed();
		assertThat(this.peer.twice()).isEmpty();
	}

	@Test
	@DisplayName("Promises E2 and E3: a holder that is cut from the store closes before another one opens")
	void a_holder_that_is_cut_from_the_store_closes_first() throws Exception {
		ReplicaProcess first = start("pod-1", 1);
		awaitOpen(1);
		ReplicaProcess second = start("pod-2", 1);
		first.store().silence();
		awaitHolder(second);
		assertThat(this.peer.open("pod-1")).isZero();
		assertThat(this.peer.twice()).isEmpty();
		first.store().pass();
		first.store().disconnect();
		second.store().refuse();
		second.store().cut();
		awaitHolder(first);
		assertThat(this.peer.twice()).isEmpty();
		assertThatNobodyWasDisturbed();
	}

	@Test
	@DisplayName("Promise E6: a holder that was frozen closes what another one has taken over, and counts it")
	void a_frozen_holder_is_overtaken_and_notices() throws Exception {
		ReplicaProcess first = start("pod-1", 1);
		awaitOpen(1);
		ReplicaProcess second = start("pod-2", 1);
		this.peer.freeze("pod-1", true);
		first.suspend();
		awaitHolder(second);
		assertThat(this.peer.twice()).hasSize(1);
		CountingPeer.Twice twice = this.peer.twice().get(0);
		assertThat(twice.newer().token()).isGreaterThan(twice.older().token());
		first.resume();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.peer.open("pod-1")).isZero());
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(first.overruns()).isOne());
		this.peer.freeze("pod-1", false);
		assertThat(this.peer.open("pod-2")).isOne();
		assertThatNobodyWasDisturbed();
	}

	@Test
	@DisplayName("Promise E11: many connections are shared, taken over after a kill, and handed over by a stop")
	void many_connections_are_shared() throws Exception {
		ReplicaProcess first = start("pod-1", MANY);
		ReplicaProcess second = start("pod-2", MANY);
		ReplicaProcess third = start("pod-3", MANY);
		awaitOpen(MANY);
		awaitShares(first, second, third);
		this.peer.takeGaps();
		second.kill();
		long killed = System.nanoTime();
		awaitOpen(MANY);
		report("%s connections taken over %s ms after SIGKILL (lease %s ms)", this.peer.takeGaps().size(),
				(System.nanoTime() - killed) / 1_000_000, LEASE.toMillis());
		third.terminate();
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(this.peer.open("pod-1")).isEqualTo(MANY));
		List<Double> gaps = this.peer.takeGaps();
		report("%s connections handed over by SIGTERM, each open nowhere for %s ms (median)", gaps.size(),
				gaps.get(gaps.size() / 2));
		assertThatNobodyWasDisturbed();
		assertThat(this.peer.twice()).isEmpty();
	}

	@Test
	@EnabledIfSystemProperty(named = "replicas.seconds", matches = "\\d+", disabledReason = "Only in the long form")
	@DisplayName("Promise E11: a rolling restart of six replicas cuts each connection once")
	void a_rolling_restart_cuts_each_connection_once() throws Exception {
		Duration settle = Duration.ofSeconds(20);
		List<ReplicaProcess> running = new ArrayList<>();
		for (int i = 1; i <= 6; i++) {
			running.add(start("pod-" + i, 300, settle));
		}
		Awaitility.await()
			.atMost(Duration.ofSeconds(90))
			.until(() -> running.stream().allMatch((replica) -> this.peer.open(replica.name()) == 50));
		Map<String, Integer> before = this.peer.sessions();
		for (int i = 7; i <= 12; i++) {
			start("pod-" + i, 300, settle);
			ReplicaProcess old = running.remove(0);
			old.terminate();
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !old.isAlive());
			awaitOpen(300);
		}
		this.peer.sessions()
			.forEach((connection, sessions) -> assertThat(sessions).as(connection)
				.isEqualTo(before.get(connection) + 1));
		assertThatNobodyWasDisturbed();
		assertThat(this.peer.twice()).isEmpty();
	}

	private void awaitShares(ReplicaProcess... members) {
		int cap = (MANY + members.length - 1) / members.length;
		Awaitility.await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
			assertThat(this.peer.open()).isEqualTo(MANY);
			for (ReplicaProcess member : members) {
				assertThat(this.peer.open(member.name())).isLessThanOrEqualTo(cap + Math.max(1, cap / 20));
			}
		});
	}

	@Test
	@DisplayName("Promises E2 and E6: whatever happens, two replicas have the connection only while one is frozen")
	@Timeout(7_200)
	void whatever_happens_there_is_one_holder() throws Exception {
		long end = System.nanoTime() + Duration.ofSeconds(Long.getLong("replicas.seconds", 20)).toNanos();
		Random random = new Random(Long.getLong("replicas.seed", 1));
		this.database.close();
		this.database = OwnDatabase.postgres();
		Map<Event, Integer> events = new EnumMap<>(Event.class);
		List<ReplicaProcess> running = new ArrayList<>();
		for (int i = 1; i <= 3; i++) {
			running.add(start("pod-" + i, 1));
		}
		awaitOpen(1);
		while (System.nanoTime() < end) {
			int position = random.nextInt(running.size());
			ReplicaProcess victim = running.get(position);
			Event event = Event.values()[random.nextInt(Event.values().length)];
			events.merge(event, 1, Integer::sum);
			happen(event, victim, random);
			if (victim.isEnding()) {
				running.set(position, start("pod-" + (this.replicas.size() + 1), 1));
			}
			awaitOpen(1);
			assertThatNobodyWasDisturbed();
		}
		report("%s, %s replicas, %s sessions, two at once in %s freezes", events, this.replicas.size(),
				this.peer.sessions().values(), this.peer.twice().size());
		assertThat(this.peer.twice()).allMatch((twice) -> twice.newer().token() > twice.older().token());
	}

	/** What happens to a replica, or to the store of all of them. */
	private enum Event {

		NOTHING, KILL, TERMINATE, FREEZE_SHORTLY, FREEZE, CUT_FROM_STORE, KILL_STORE

	}

	private void happen(Event event, ReplicaProcess victim, Random random) {
		switch (event) {
			case NOTHING -> pass(Duration.ofMillis(random.nextInt(3_000)));
			case KILL -> victim.kill();
			case TERMINATE -> victim.terminate();
			case FREEZE_SHORTLY -> {
				victim.suspend();
				pass(LEASE.dividedBy(3));
				victim.resume();
			}
			case FREEZE -> freeze(victim);
			case CUT_FROM_STORE -> cut(victim);
			case KILL_STORE -> {
				this.database.kill();
				pass(Duration.ofMillis(random.nextInt((int) LEASE.multipliedBy(2).toMillis())));
				this.database.start();
			}
		}
	}

	/**
	 * Freezes a replica for longer than its lease, the only time in which two may have
	 * it.
	 */
	private void freeze(ReplicaProcess victim) {
		int twice = this.peer.twice().size();
		long overruns = victim.overruns();
		this.peer.freeze(victim.name(), true);
		victim.suspend();
		pass(LEASE.multipliedBy(2));
		victim.resume();
		boolean overtaken = this.peer.twice().size() > twice;
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> !overtaken || victim.overruns() > overruns && this.peer.open(victim.name()) == 0);
		this.peer.freeze(victim.name(), false);
	}

	private void cut(ReplicaProcess victim) {
		victim.store().silence();
		pass(LEASE.plusSeconds(2));
		victim.store().pass();
		victim.store().disconnect();
	}

	/** Lets time pass in which something is to happen, or not. */
	private static void pass(Duration time) {
		long end = System.nanoTime() + time.toNanos();
		Awaitility.await()
			.pollInterval(Duration.ofMillis(50))
			.atMost(time.plusSeconds(30))
			.until(() -> System.nanoTime() - end >= 0);
	}

}
