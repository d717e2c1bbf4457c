package io.connectionmanager.engine.notify;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.NotConnectedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many real threads do to one manager what can be done to it, at random. A hang shows as
 * a failure because a stop waits long for a subscriber that was forgotten.
 */
@DisplayName("Promises 5, 10, 13, 15, 18 and 19, whatever happens at the same time:")
class SubscriptionStressTests {

	private static final int THREADS = 3;

	/** So many connections have to come up, unless it takes this many steps. */
	private static final int CONNECTIONS = 100;

	private static final int MOST_STEPS = 100_000;

	private static final int MOST_SUBSCRIBERS = 50;

	private static final Executor DIRECT = Runnable::run;

	private static final String PREFIX = "stress-";

	private final ConnectionRuntime runtime = ConnectionRuntime.builder()
		.virtualThreads(false)
		.threadNamePrefix(PREFIX)
		.build();

	private final StressPeer peer = new StressPeer();

	private final List<StressSubscriber> all = new CopyOnWriteArrayList<>();

	/** Those who have not been cancelled by a thread of the test. */
	private final List<StressSubscriber> subscribed = new CopyOnWriteArrayList<>();

	@AfterEach
	void noThreadIsLeft() {
		this.runtime.close();
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().startsWith(PREFIX)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void subscribers_are_notified_in_pairs_and_connections_are_closed_exactly_once(int reconnectAfterMillis)
			throws InterruptedException {
		long seed = new Random().nextLong();
		System.out.printf("%s: seed %d%n", getClass().getSimpleName(), seed);
		ConnectionManager<StressPeer.Link> manager = manager(Duration.ofMillis(reconnectAfterMillis));
		atRandom(manager, new Random(seed));
		assertEveryoneHearsOfTheConnection(manager);
		manager.close();
		assertThat(manager.snapshot().state()).isEqualTo(ConnectionState.CLOSED);
		this.all.forEach(StressSubscriber::assertToldTheEnd);
		this.peer.assertAllClosedOnce();
	}

	@Test
	void closing_at_any_moment_leaves_nothing_open() throws InterruptedException {
		Random random = new Random(42);
		for (int round = 0; round < 100; round++) {
			ConnectionManager<StressPeer.Link> manager = manager(Duration.ZERO);
			StressSubscriber subscriber = subscribe(manager, null, random);
			manager.start();
			Thread other = new Thread(() -> {
				manager.reconnect();
				this.peer.lose(new IOException("lost"));
				manager.start();
			});
			other.start();
			int spins = random.nextInt(3_000);
			for (int i = 0; i < spins; i++) {
				Thread.onSpinWait();
			}
			manager.close();
			other.join();
			// Of a loss that came just before, it may still be being told.
			Awaitility.await().untilAsserted(subscriber::assertToldTheEnd);
			this.peer.assertAllClosedOnce();
		}
	}

	private ConnectionManager<StressPeer.Link> manager(Duration reconnectAfter) {
		return ConnectionManager.builder("stressed", this.peer)
			.settings(ConnectionSettings.builder()
				.reconnectAfter(reconnectAfter)
				.backoff(1, Duration.ofSeconds(1), 0)
				.drainTimeout(Duration.ofMinutes(1))
				.build())
			.runtime(this.runtime)
			.build();
	}

	private void atRandom(ConnectionManager<StressPeer.Link> manager, Random seeds) throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			Random random = new Random(seeds.nextLong());
			threads.add(new Thread(() -> {
				for (int step = 0; step < MOST_STEPS && this.peer.count() < CONNECTIONS; step++) {
					step(manager, random);
				}
			}));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private void step(ConnectionManager<StressPeer.Link> manager, Random random) {
		switch (random.nextInt(12)) {
			case 0, 1 -> {
				if (this.subscribed.size() < MOST_SUBSCRIBERS) {
					subscribe(manager, random.nextBoolean() ? DIRECT : null, random);
				}
			}
			case 2, 3 -> cancel(random);
			case 4 -> this.peer.lose(new IOException("lost"));
			case 5 -> manager.connection().ifPresent((link) -> manager.connectionLost(link, null));
			case 6 -> manager.reconnect();
			case 7 -> manager.stop();
			case 8, 9 -> manager.start();
			case 10 -> await(manager);
			default -> Thread.yield();
		}
	}

	private void await(ConnectionManager<StressPeer.Link> manager) {
		try {
			manager.awaitConnection(Duration.ofMillis(1));
		}
		catch (NotConnectedException | InterruptedException ex) {
			// As it may be: subscribers interrupt the thread on which they are
			// subscribed.
		}
	}

	private StressSubscriber subscribe(ConnectionManager<StressPeer.Link> manager, Executor executor, Random random) {
		StressSubscriber subscriber = new StressSubscriber(manager, random.nextInt());
		this.all.add(subscriber);
		this.subscribed.add(subscriber);
		subscriber
			.subscribed((executor != null) ? manager.subscribe(subscriber, executor) : manager.subscribe(subscriber));
		return subscriber;
	}

	private void cancel(Random random) {
		Object[] candidates = this.subscribed.toArray();
		if (candidates.length > 0) {
			StressSubscriber subscriber = (StressSubscriber) candidates[random.nextInt(candidates.length)];
			if (subscriber.cancel()) {
				this.subscribed.remove(subscriber);
			}
		}
	}

	private void assertEveryoneHearsOfTheConnection(ConnectionManager<StressPeer.Link> manager) {
		this.all.forEach(StressSubscriber::calmDown);
		Awaitility.await().untilAsserted(() -> {
			manager.start();
			assertThat(manager.isConnected()).isTrue();
			StressPeer.Link link = manager.connection().orElse(null);
			assertThat(this.all).filteredOn(StressSubscriber::isActive)
				.allMatch((subscriber) -> subscriber.knows(link));
		});
	}

}
