package io.connectionmanager;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.connectionmanager.SessionPeer.Session;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Promise 29: any number of signals, from any number of threads, grow nothing and hold up
 * no stop.
 */
class BoundedSignalsTests {

	private static final int THREADS = 4;

	/** So many signals, and the flood is under way. */
	private static final int FLOOD = 100_000;

	private static final int CAUSES = 20_000;

	/** How many causes may be held: the last failure, and those on their way. */
	private static final int FEW = 100;

	private static final int SIGNALS = 2_000_000;

	private static final long MOST_BYTES = 32L << 20;

	/** Generous: on an idle machine it takes less than a millisecond. */
	private static final Duration SOON = Duration.ofSeconds(3);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ExecutorService signallers = Executors.newFixedThreadPool(THREADS);

	private final StandingClock clock = new StandingClock(Duration.ofSeconds(4));

	private final ConnectionRuntime runtime = ConnectionRuntime.builder()
		.threadNamePrefix("bounded-signals-test-")
		.clock(this.clock)
		.build();

	private final ConnectionManager<Session> manager = manager("prices");

	/** Gets no signals, and shows how fast a stop can be on this machine in a flood. */
	private final ConnectionManager<Session> other = manager("orders");

	private Session stale;

	private Session current;

	private volatile boolean enough;

	private ConnectionManager<Session> manager(String name) {
		return ConnectionManager.builder(name, new SessionPeer())
			.settings(ConnectionSettings.builder().stableAfter(Duration.ZERO).build())
			.runtime(this.runtime)
			.start();
	}

	@BeforeEach
	void reconnect() throws Exception {
		this.stale = this.manager.awaitConnection(PATIENCE);
		this.stale.attempt().keepAlive(this.stale.attempt()::alive);
		this.other.awaitConnection(PATIENCE);
		this.manager.reconnect();
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> this.manager.isConnected() && this.manager.requireConnection() != this.stale);
		this.current = this.manager.requireConnection();
		this.current.attempt().keepAlive(this.current.attempt()::alive);
	}

	@AfterEach
	void close() throws Exception {
		this.enough = true;
		this.clock.goOn();
		this.signallers.shutdown();
		assertThat(this.signallers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		this.manager.close();
		this.other.close();
		this.runtime.close();
	}

	/** Signals that say nothing new. */
	enum Signal {

		CONNECTED {
			@Override
			void give(Session current, Session stale) {
				current.attempt().connected();
			}
		},

		STALE_CONNECTED {
			@Override
			void give(Session current, Session stale) {
				stale.attempt().connected();
			}
		},

		STALE_DISCONNECTED {
			@Override
			void give(Session current, Session stale) {
				stale.attempt().disconnected();
			}
		},

		ALIVE {
			@Override
			void give(Session current, Session stale) {
				current.attempt().alive();
				stale.attempt().alive();
			}
		},

		ALL {
			@Override
			void give(Session current, Session stale) {
				CONNECTED.give(current, stale);
				STALE_CONNECTED.give(current, stale);
				STALE_DISCONNECTED.give(current, stale);
				ALIVE.give(current, stale);
			}
		};

		abstract void give(Session current, Session stale);

	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 29: a stop in a flood of signals returns, and is visible then")
	void a_stop_in_a_flood_of_signals_is_visible_when_it_returns(Signal signal) throws Exception {
		startFlood(signal);
		CompletableFuture<Boolean> connected = CompletableFuture.supplyAsync(() -> {
			this.manager.stop();
			return this.manager.isConnected();
		});
		assertThat(connected).succeedsWithin(soon()).isEqualTo(false);
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 29: a stop in a flood of signals is soon complete")
	void a_stop_in_a_flood_of_signals_is_soon_complete(Signal signal) throws Exception {
		startFlood(signal);
		Duration soon = soon();
		CompletableFuture<Void> stopped = CompletableFuture.supplyAsync(this.manager::stop).thenCompose((stop) -> stop);
		assertThat(stopped).succeedsWithin(soon);
	}

	/** A while, and a longer one where a stop takes long anyway. */
	private Duration soon() throws Exception {
		long begun = System.nanoTime();
		CompletableFuture.supplyAsync(this.other::stop)
			.thenCompose((stop) -> stop)
			.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		return SOON.plusNanos(20 * (System.nanoTime() - begun));
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 29: signals that come during a change are not piled up")
	void signals_during_a_change_take_no_memory(Signal signal) throws Exception {
		long before = bytesInUse();
		CompletableFuture<Void> change = inTheMiddleOfAChange();
		AtomicInteger left = new AtomicInteger(SIGNALS);
		flood(() -> {
			signal.give(this.current, this.stale);
			return left.decrementAndGet() > 0 && !change.isDone();
		}).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		assertThat(bytesInUse() - before).isLessThan(MOST_BYTES);
	}

	/** Signals that say why. */
	enum Reported {

		STALE, CURRENT

	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("Promise 29: nor what they bring along")
	void causes_of_signals_during_a_change_are_not_held(Reported reported) throws Exception {
		List<WeakReference<Throwable>> causes = new ArrayList<>();
		ConnectionAttempt attempt = ((reported == Reported.STALE) ? this.stale : this.current).attempt();
		inTheMiddleOfAChange();
		flood(() -> {
			Throwable cause = new IllegalStateException("played");
			attempt.disconnected(cause);
			synchronized (causes) {
				causes.add(new WeakReference<>(cause));
				return causes.size() < CAUSES;
			}
		}).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		System.gc();
		System.gc();
		assertThat(causes.stream().filter((cause) -> cause.get() != null).count()).isLessThanOrEqualTo(FEW);
	}

	private void startFlood(Signal signal) throws InterruptedException {
		CountDownLatch underWay = new CountDownLatch(FLOOD);
		flood(() -> {
			signal.give(this.current, this.stale);
			underWay.countDown();
			return !this.enough;
		});
		assertThat(underWay.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	/**
	 * Has another thread make a change and be held up in the middle of it by the clock,
	 * for a few seconds at the most.
	 */
	private CompletableFuture<Void> inTheMiddleOfAChange() {
		this.clock.holdUpNext();
		CompletableFuture<Void> change = CompletableFuture.runAsync(this.manager::stop);
		Awaitility.await().atMost(PATIENCE).until(() -> this.clock.isAsked() || change.isDone());
		return change;
	}

	/**
	 * Has all signallers signal for as long as one wants to.
	 * @param signal signals, and says whether to go on
	 * @return the end
	 */
	private CompletableFuture<Void> flood(BooleanSupplier signal) {
		List<CompletableFuture<Void>> floods = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			floods.add(CompletableFuture.runAsync(() -> {
				while (signal.getAsBoolean()) {
					// On with the next one.
				}
			}, this.signallers));
		}
		return CompletableFuture.allOf(floods.toArray(CompletableFuture[]::new));
	}

	private static long bytesInUse() {
		System.gc();
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

}
