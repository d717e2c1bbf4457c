package io.connectionmanager;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionRuntime.Timer;
import io.connectionmanager.coordination.Change;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Durability;
import io.connectionmanager.coordination.Entry;
import io.connectionmanager.coordination.Result;
import io.connectionmanager.coordination.StoreException;
import io.connectionmanager.coordination.StoreRejectedException;
import io.connectionmanager.coordination.Watch;
import io.connectionmanager.testing.InMemoryCoordinationStore;
import io.connectionmanager.testing.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Exclusive connections where stores, timers and executors break their promises.
 */
class ExclusiveFaultsTests {

	private final VirtualTime time = new VirtualTime();

	private final FaultyStore store = new FaultyStore();

	private final List<ConnectionManager<?>> managers = new ArrayList<>();

	private final List<ExclusiveGroup> groups = new ArrayList<>();

	private final List<VirtualTime.Gate> gates = new ArrayList<>();

	private final List<String> sessions = new ArrayList<>();

	@AfterEach
	void nothing_is_left_behind() {
		this.gates.forEach(VirtualTime.Gate::open);
		this.store.heal();
		this.managers.forEach(ConnectionManager::close);
		this.time.advance(Duration.ofMinutes(1));
		this.groups.forEach(ExclusiveGroup::close);
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.sessions).isEmpty();
		assertThat(this.store.watches).isZero();
		this.time.close();
	}

	/** A store that a test breaks. */
	private static final class FaultyStore implements CoordinationStore {

		InMemoryCoordinationStore entries = new InMemoryCoordinationStore();

		Runnable beforeList = () -> {
		};

		Runnable beforeApply = () -> {
		};

		/** Before changes of other entries than the member's own. */
		Runnable beforeChanges = () -> {
		};

		Runnable beforeWatch = () -> {
		};

		Runnable beforeDescribe = () -> {
		};

		String description = "faulty";

		Durability durability = Durability.STRONG;

		boolean losesClaims;

		int calls;

		int watches;

		void heal() {
			this.beforeList = this.beforeApply = this.beforeChanges = this.beforeWatch = this.beforeDescribe = () -> {
			};
			this.losesClaims = false;
			this.entries.reachable(true);
		}

		@Override
		public String describe() {
			this.beforeDescribe.run();
			return this.description;
		}

		@Override
		public Durability durability() {
			return this.durability;
		}

		@Override
		public Map<String, Entry> list(String prefix) {
			this.calls++;
			this.beforeList.run();
			return this.entries.list(prefix);
		}

		@Override
		public List<Result> apply(List<Change> changes) {
			this.calls++;
			this.beforeApply.run();
			if (changes.stream().anyMatch((change) -> !change.key().contains("/member/pod-1/"))) {
				this.beforeChanges.run();
			}
			assertThat(changes).extracting(Change::key).doesNotHaveDuplicates();
			List<Result> results = this.entries.apply(changes);
			if (this.losesClaims && changes.stream().anyMatch((change) -> change.key().contains("/claim/"))) {
				throw new StoreException("The answer was lost", null);
			}
			return results;
		}

		@Override
		public Watch watch(String prefix, Consumer<String> hint) {
			this.beforeWatch.run();
			Watch watch = this.entries.watch(prefix, hint);
			this.watches++;
			return () -> {
				watch.close();
				this.watches--;
			};
		}

		@Override
		public Duration pollInterval() {
			return Duration.ofSeconds(1);
		}

		@Override
		public void close() {
			this.entries.close();
		}

	}

	private ConnectionRuntime runtime(UnaryOperator<Timer> timer, Executor worker) {
		return this.time.runtimeBuilder()
			.connectLimit(Integer.MAX_VALUE)
			.timer(timer.apply(this.time.runtime().timer()))
			.worker(worker)
			.build();
	}

	private ExclusiveGroup group(String memberId, ConnectionRuntime runtime) {
		ExclusiveGroup group = ExclusiveGroup.builder("quotes", this.store).memberId(memberId).runtime(runtime).build();
		this.groups.add(group);
		return group;
	}

	private ConnectionManager<String> manager(ExclusiveGroup group, ConnectionRuntime runtime) {
		ConnectionManager<String> manager = ConnectionManager.builder("feed", Connector.signalling((attempt) -> {
			String session = group.memberId() + " " + attempt.generation();
			this.sessions.add(session);
			attempt.connected();
			return session;
		}, this.sessions::remove)).runtime(runtime).exclusive(group).start();
		this.managers.add(manager);
		return manager;
	}

	private ConnectionManager<String> member(String memberId) {
		ConnectionRuntime runtime = this.time.runtime();
		return manager(group(memberId, runtime), runtime);
	}

	private ConnectionManager<String> member(String memberId, UnaryOperator<Timer> timer) {
		ConnectionRuntime runtime = runtime(timer, this.time.worker());
		return manager(group(memberId, runtime), runtime);
	}

	private ConnectionManager<String> holder() {
		ConnectionManager<String> manager = member("pod-1");
		advance(Duration.ofSeconds(1));
		assertThat(manager.isConnected()).isTrue();
		return manager;
	}

	private void advance(Duration span) {
		this.time.advance(span);
	}

	// Supplied timers

	@Test
	@DisplayName("Promise 28: a supplied timer that drops one task in two costs a delay, never a manager")
	void a_timer_that_drops_tasks_costs_a_delay() {
		int[] tasks = new int[1];
		ConnectionManager<String> manager = member("pod-1", (timer) -> (task, delay) -> {
			tasks[0]++;
			return (tasks[0] % 2 == 0) ? () -> {
			} : timer.schedule(task, delay);
		});
		advance(Duration.ofSeconds(10));
		assertThat(manager.isConnected()).isTrue();
		ConnectionManager<String> other = member("pod-2");
		advance(Duration.ofMinutes(10));
		assertThat(manager.snapshot().connects()).isOne();
		this.store.entries.reachable(false);
		advance(Duration.ofSeconds(12));
		assertThat(this.sessions).isEmpty();
		this.store.entries.reachable(true);
		advance(Duration.ofSeconds(20));
		assertThat(manager.isConnected() ^ other.isConnected()).isTrue();
	}

	@Test
	@DisplayName("Promise 28: a supplied timer whose cancellations throw does no harm")
	void a_timer_whose_cancellations_throw_does_no_harm() {
		ConnectionManager<String> manager = member("pod-1", (timer) -> (task, delay) -> {
			Runnable cancellation = timer.schedule(task, delay);
			return () -> {
				cancellation.run();
				throw new AssertionError("cannot cancel");
			};
		});
		advance(Duration.ofMinutes(1));
		assertThat(manager.isConnected()).isTrue();
		assertThat(manager.snapshot().connects()).isOne();
	}

	@Test
	@DisplayName("Promise 28: a supplied timer that fires much too early costs a delay, never a manager")
	void a_timer_that_fires_early_costs_a_delay() {
		boolean[] early = { true };
		ConnectionManager<String> manager = member("pod-1",
				(timer) -> (task, delay) -> timer.schedule(task, early[0] ? Math.min(delay, 1_000_000) : delay));
		this.store.beforeApply = this::takeTime;
		this.store.beforeList = this::takeTime;
		advance(Duration.ofSeconds(10));
		assertThat(manager.isConnected()).isTrue();
		early[0] = false;
	}

	private void takeTime() {
		try {
			this.time.sleep(Duration.ofMillis(20));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoreException("interrupted", ex);
		}
	}

	// Stores

	@Test
	void a_store_that_was_restored_from_a_backup_is_believed() {
		ConnectionManager<String> first = holder();
		ConnectionManager<String> second = member("pod-2");
		advance(Duration.ofMinutes(10));
		InMemoryCoordinationStore restored = new InMemoryCoordinationStore();
		this.store.entries.entries()
			.forEach((key, entry) -> restored.apply(List.of(new Change.Create(key, entry.value()))));
		this.store.entries = restored;
		advance(Duration.ofMinutes(2));
		assertThat(first.isConnected() ^ second.isConnected()).isTrue();
		first.stop();
		second.stop();
		advance(Duration.ofSeconds(20));
		int calls = this.store.calls;
		second.start();
		advance(Duration.ofMinutes(1));
		assertThat(second.isConnected()).isTrue();
		assertThat(this.store.calls - calls).isLessThan(150);
	}

	@Test
	void a_store_that_refuses_some_calls_is_not_reported_again_and_again() {
		try (Logs logs = Logs.capture()) {
			holder();
			this.store.beforeList = () -> {
				throw new StoreException("no right to read", null);
			};
			advance(Duration.ofMinutes(10));
			assertThat(logs.at(Level.WARN)).filteredOn((line) -> line.contains("no answer")).hasSize(1);
			assertThat(logs.at(Level.INFO)).noneMatch((line) -> line.contains("answers again"));
			this.store.heal();
			advance(Duration.ofMinutes(1));
			assertThat(logs.at(Level.INFO)).filteredOn((line) -> line.contains("answers again")).hasSize(1);
		}
	}

	@Test
	void a_watch_that_fails_is_neither_reported_again_and_again_nor_needed() {
		try (Logs logs = Logs.capture()) {
			this.store.beforeWatch = () -> {
				throw new StoreException("cannot notify", null);
			};
			ConnectionManager<String> manager = member("pod-1");
			advance(Duration.ofMinutes(10));
			assertThat(manager.isConnected()).isTrue();
			assertThat(logs.at(Level.WARN)).filteredOn((line) -> line.contains("no answer")).hasSizeLessThan(2);
		}
	}

	@Test
	void a_watch_that_hangs_keeps_nobody_from_looking() {
		VirtualTime.Gate gate = this.time.gate();
		this.gates.add(gate);
		this.store.beforeWatch = () -> pass(gate);
		ConnectionManager<String> manager = member("pod-1");
		advance(Duration.ofMinutes(10));
		assertThat(manager.isConnected()).isTrue();
		ConnectionManager<String> other = member("pod-2");
		advance(Duration.ofMinutes(10));
		manager.stop();
		advance(Duration.ofSeconds(3));
		assertThat(other.isConnected()).isTrue();
	}

	private void pass(VirtualTime.Gate gate) {
		boolean interrupted = false;
		while (true) {
			try {
				gate.pass();
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void a_watch_that_comes_late_is_closed() {
		VirtualTime.Gate gate = this.time.gate();
		this.store.beforeWatch = () -> {
			this.store.heal();
			pass(gate);
		};
		holder();
		advance(Duration.ofMinutes(1));
		gate.open();
		advance(Duration.ofMinutes(1));
		assertThat(this.store.watches).isOne();
	}

	@Test
	void a_store_that_describes_itself_slowly_does_not_hold_up_the_lease() {
		ConnectionManager<String> manager = holder();
		VirtualTime.Gate gate = this.time.gate();
		this.gates.add(gate);
		this.store.beforeDescribe = () -> pass(gate);
		this.time.worker().execute(() -> this.groups.get(0).snapshot());
		advance(Duration.ofMinutes(1));
		assertThat(manager.isConnected()).isTrue();
		assertThat(manager.snapshot().connects()).isOne();
	}

	@Test
	void a_store_that_does_not_know_its_durability_is_not_taken_for_a_strong_one() {
		this.store.durability = null;
		assertThatIllegalArgumentException().isThrownBy(() -> ExclusiveGroup.builder("quotes", this.store).build());
	}

	@Test
	void a_connection_that_the_store_grants_to_another_member_is_given_up() {
		ConnectionManager<String> first = holder();
		ConnectionManager<String> second = member("pod-2");
		advance(Duration.ofSeconds(5));
		String claim = "quotes/claim/feed";
		long version = this.store.entries.entries().get(claim).version();
		this.store.entries.apply(List.of(new Change.Delete(claim, version)));
		advance(Duration.ofSeconds(5));
		assertThat(this.sessions).hasSize(1);
		assertThat(first.isConnected() ^ second.isConnected()).isTrue();
	}

	@Test
	void a_store_that_fails_at_once_is_not_asked_again_at_once() {
		ConnectionManager<String> manager = holder();
		this.store.entries.apply(List.of(new Change.Create("quotes/member/pod-2/dead", "lease=5000ms")));
		advance(Duration.ofMillis(1_500));
		int[] failures = new int[1];
		this.store.beforeChanges = () -> {
			failures[0]++;
			throw new StoreException("cannot delete", null);
		};
		advance(Duration.ofSeconds(10));
		assertThat(failures[0]).isBetween(5, 12);
		assertThat(manager.isConnected()).isTrue();
	}

	@Test
	void a_conflict_is_not_repeated_before_a_look_has_shown_why() {
		holder();
		this.store.entries.apply(List.of(new Change.Create("quotes/member/pod-2/dead", "lease=1000ms")));
		int[] changes = new int[1];
		this.store.beforeChanges = () -> {
			changes[0]++;
			takeTime();
			long version = this.store.entries.entries().get("quotes/member/pod-2/dead").version();
			this.store.entries.apply(List.of(new Change.Replace("quotes/member/pod-2/dead", version, "lease=1000ms")));
		};
		this.store.beforeList = this::takeTime;
		advance(Duration.ofSeconds(10));
		assertThat(changes[0]).isBetween(2, 10);
	}

	// Listeners

	@Test
	void a_listener_that_hangs_keeps_a_limited_amount_waiting() {
		VirtualTime.Gate gate = this.time.gate();
		this.gates.add(gate);
		AtomicInteger calls = new AtomicInteger();
		ConnectionRuntime runtime = this.time.runtime();
		ExclusiveGroup group = ExclusiveGroup.builder("quotes", this.store)
			.runtime(runtime)
			.listener(new ExclusiveListener() {
				@Override
				public void renewed(Duration duration, Outcome outcome) {
					calls.incrementAndGet();
					pass(gate);
				}
			})
			.build();
		this.groups.add(group);
		ConnectionManager<String> manager = manager(group, runtime);
		try (Logs logs = Logs.capture()) {
			advance(Duration.ofHours(2));
			assertThat(calls).hasValue(1);
			assertThat(manager.isConnected()).isTrue();
			assertThat(logs.at(Level.WARN)).singleElement().asString().contains("'quotes'", "are dropped");
		}
		gate.open();
		advance(Duration.ofSeconds(1));
		assertThat(calls.get()).isBetween(900, 1_100);
	}

	@Test
	void no_secret_of_a_store_or_a_listener_is_shown() {
		String url = "jdbc:h2:tcp://peggy:s3cret@db.example/app;password=s3cret";
		this.store.description = url;
		ConnectionRuntime runtime = this.time.runtime();
		ExclusiveGroup group = ExclusiveGroup.builder("quotes", this.store)
			.memberId("pod-1")
			.runtime(runtime)
			.listener(new ExclusiveListener() {
				@Override
				public void renewed(Duration duration, Outcome outcome) {
					throw new IllegalStateException("cannot tell " + url);
				}
			})
			.build();
		this.groups.add(group);
		try (Logs logs = Logs.capture()) {
			ConnectionManager<String> manager = manager(group, runtime);
			advance(Duration.ofSeconds(10));
			this.store.beforeList = this.store.beforeWatch = () -> {
				throw new StoreRejectedException("refused at " + url, new IllegalStateException(url));
			};
			this.store.beforeApply = () -> {
				throw new IllegalStateException("failed at " + url);
			};
			advance(Duration.ofSeconds(20));
			assertThat(manager.isConnected()).isFalse();
			List<String> shown = new ArrayList<>(List.of(group.snapshot().toString(), group.claim("feed").toString(),
					manager.snapshot().toString(), group.toString()));
			logs.events().forEach((event) -> {
				shown.add(event.getFormattedMessage());
				shown.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
			});
			assertThat(shown).anyMatch((text) -> text.contains("failed at"))
				.anyMatch((text) -> text.contains("cannot tell"))
				.noneMatch((text) -> text.contains("s3cret"));
		}
	}

	// Leaving

	@Test
	void a_claim_whose_answer_was_lost_is_released_once_when_the_member_leaves() {
		this.store.losesClaims = true;
		member("pod-1");
		advance(Duration.ofMillis(50));
		assertThat(this.store.entries.entries()).containsKey("quotes/claim/feed");
		CompletableFuture<Void> leave = this.groups.get(0).leave().toCompletableFuture();
		this.store.heal();
		advance(Duration.ofSeconds(5));
		assertThat(leave).isCompleted();
		assertThat(this.store.entries.entries().get("quotes/claim/feed").value()).contains("state=free");
	}

	@Test
	void a_hand_over_that_a_close_overtakes_has_an_end() {
		ConnectionManager<String> manager = holder();
		member("pod-2");
		advance(Duration.ofSeconds(2));
		CompletableFuture<Boolean> handOver = manager.handOver().toCompletableFuture();
		manager.close();
		advance(Duration.ofSeconds(5));
		assertThat(handOver).isCompletedWithValue(true);
	}

	@Test
	void a_group_that_has_never_reached_its_store_is_closed_at_once() {
		this.store.entries.reachable(false);
		ConnectionManager<String> manager = member("pod-1");
		advance(Duration.ofSeconds(10));
		manager.close();
		assertTimeoutPreemptively(Duration.ofSeconds(10), () -> this.groups.get(0).close());
	}

	@Test
	void leaving_a_closed_group_has_an_end() {
		ConnectionManager<String> manager = holder();
		manager.close();
		advance(Duration.ofSeconds(1));
		this.groups.get(0).close();
		CompletableFuture<Void> leave = this.groups.get(0).leave().toCompletableFuture();
		advance(Duration.ofMinutes(1));
		assertThat(leave).isCompleted();
	}

	@Test
	void leaving_has_an_end_if_the_store_vanishes_after_an_answer_was_lost() {
		holder();
		this.store.entries.loseAnswers(1);
		this.store.beforeList = () -> {
			throw new StoreException("gone", null);
		};
		advance(Duration.ofSeconds(5));
		CompletableFuture<Void> leave = this.groups.get(0).leave().toCompletableFuture();
		advance(Duration.ofSeconds(10));
		assertThat(leave).isCompleted();
	}

	@Test
	void all_who_close_a_group_at_once_return_when_it_is_left() {
		ConnectionManager<String> manager = holder();
		VirtualTime.Gate gate = this.time.gate();
		this.gates.add(gate);
		this.store.beforeApply = () -> pass(gate);
		manager.stop();
		advance(Duration.ofMillis(10));
		Thread[] closers = new Thread[2];
		for (int i = 0; i < closers.length; i++) {
			closers[i] = new Thread(() -> this.groups.get(0).close());
			closers[i].start();
			while (closers[i].getState() != Thread.State.TIMED_WAITING) {
				Thread.onSpinWait();
			}
		}
		gate.open();
		advance(Duration.ofSeconds(5));
		for (Thread closer : closers) {
			assertThat(closer).satisfies((it) -> it.join(5_000)).matches((it) -> !it.isAlive());
		}
	}

	@Test
	void a_connection_that_has_come_up_is_not_yielded() {
		ConnectionRuntime runtime = this.time.runtime();
		ExclusiveGroup group = group("pod-1", runtime);
		boolean[] refuses = { true };
		ConnectionManager<String> manager = ConnectionManager.builder("feed", Connector.signalling((attempt) -> {
			if (refuses[0]) {
				throw new IllegalStateException("refused");
			}
			this.sessions.add("session");
			attempt.connected();
			return "session";
		}, this.sessions::remove))
			.settings(ConnectionSettings.builder().backoff(1, Duration.ofSeconds(2), 0).build())
			.runtime(runtime)
			.exclusive(group)
			.yieldAfter(Duration.ofMinutes(1))
			.start();
		this.managers.add(manager);
		advance(Duration.ofSeconds(1));
		member("pod-2");
		advance(Duration.ofSeconds(55));
		refuses[0] = false;
		advance(Duration.ofMinutes(5));
		assertThat(manager.isConnected()).isTrue();
		assertThat(manager.snapshot().connects()).isOne();
	}

	@Test
	void a_group_that_is_closed_first_closes_the_connections() {
		ConnectionRuntime runtime = this.time.runtime();
		ExclusiveGroup group = ExclusiveGroup.builder("quotes", this.store)
			.settings(ExclusiveSettings.builder().leaseDuration(Duration.ofSeconds(1)).build())
			.runtime(runtime)
			.build();
		ConnectionManager<String> manager = manager(group, runtime);
		advance(Duration.ofMillis(500));
		assertThat(this.sessions).hasSize(1);
		group.close();
		this.time.settle();
		assertThat(this.sessions).isEmpty();
		assertThat(manager.snapshot().state()).isEqualTo(ConnectionState.STANDBY);
		assertThat(this.store.watches).isZero();
	}

	// Clocks and workers

	@Test
	@DisplayName("Promise 28: a clock that jumps and comes back when a grant is read costs a delay, never a manager")
	void a_clock_that_jumps_and_comes_back_does_not_lose_a_grant() {
		boolean[] jumped = new boolean[1];
		InstantSource clock = () -> {
			boolean jump = !jumped[0] && isAskedFor("isValid") && isAskedFor("claimChanged");
			jumped[0] |= jump;
			return this.time.now().plusSeconds(jump ? 3_600 : 0);
		};
		ConnectionRuntime runtime = this.time.runtimeBuilder()
			.connectLimit(Integer.MAX_VALUE)
			.clock(clock.withZone(ZoneOffset.UTC))
			.build();
		ConnectionManager<String> manager = manager(group("pod-1", runtime), runtime);
		advance(Duration.ofMinutes(1));
		assertThat(jumped[0]).isTrue();
		assertThat(manager.isConnected()).isTrue();
	}

	private static boolean isAskedFor(String method) {
		return StackWalker.getInstance()
			.walk((frames) -> frames.anyMatch((frame) -> frame.getMethodName().equals(method)));
	}

	@Test
	void nothing_of_a_worker_that_runs_tasks_at_once_is_run_by_the_timer() {
		Set<String> threads = ConcurrentHashMap.newKeySet();
		AtomicInteger changes = new AtomicInteger();
		this.store.beforeApply = () -> {
			threads.add(Thread.currentThread().getName());
			changes.incrementAndGet();
		};
		ExclusiveSettings quick = ExclusiveSettings.builder().leaseDuration(Duration.ofSeconds(1)).build();
		try (ConnectionRuntime runtime = ConnectionRuntime.builder()
			.worker(Runnable::run)
			.threadNamePrefix("direct-")
			.build();
				ExclusiveGroup group = ExclusiveGroup.builder("quotes", this.store)
					.settings(quick)
					.runtime(runtime)
					.build();
				ConnectionManager<String> manager = manager(group, runtime)) {
			Awaitility.await().until(() -> changes.get() > 5);
			assertThat(manager.isConnected()).isTrue();
			assertThat(threads).noneMatch((name) -> name.startsWith("direct-timer"));
		}
	}

}
