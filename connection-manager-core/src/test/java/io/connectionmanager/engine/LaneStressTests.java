package io.connectionmanager.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.NotConnectedException;
import io.connectionmanager.ConnectionState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Many real threads do to one manager what can be done to it, at random. A hang shows as
 * a failure because a stop waits long for a subscriber that was forgotten.
 */
@DisplayName("Promises 5, 10, 13, 15, 18 and 19, whatever happens at the same time:")
class LaneStressTests {

	private static final int THREADS = 3;

	private static final int STEPS = 2_000;

	private static final String PREFIX = "stress-";

	private final ConnectionRuntime runtime = ConnectionRuntime.builder()
		.virtualThreads(false)
		.threadNamePrefix(PREFIX)
		.build();

	private final StressPeer peer = new StressPeer();

	private final List<StressSubscriber> subscribers = new CopyOnWriteArrayList<>();

	@AfterEach
	void noThreadIsLeft() {
		this.runtime.close();
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().startsWith(PREFIX)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void subscribers_are_told_in_pairs_and_connections_are_closed_exactly_once(int reconnectAfterMillis)
			throws InterruptedException {
		long seed = new Random().nextLong();
		System.out.printf("%s: seed %d%n", getClass().getSimpleName(), seed);
		ConnectionManager<StressPeer.Link> manager = manager(Duration.ofMillis(reconnectAfterMillis));
		atRandom(manager, new Random(seed));
		assertEveryoneHearsOfTheConnection(manager);
		manager.close();
		assertThat(manager.snapshot().state()).isEqualTo(ConnectionState.CLOSED);
		this.subscribers.forEach(StressSubscriber::assertToldTheEnd);
		this.peer.assertAllClosedOnce();
		assertThat(this.peer.opened()).hasSizeGreaterThan(10);
	}

	@Test
	void closing_at_any_moment_leaves_nothing_open() throws InterruptedException {
		Random random = new Random(42);
		for (int round = 0; round < 300; round++) {
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
			subscriber.assertToldTheEnd();
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
				for (int step = 0; step < STEPS; step++) {
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
			case 0 -> subscribe(manager, null, random);
			case 1 -> subscribe(manager, Runnable::run, random);
			case 2, 3 -> cancel(random);
			case 4 -> this.peer.lose(new IOException("lost"));
			case 5 -> manager.connection().ifPresent((link) -> manager.connectionLost(link, null));
			case 6 -> manager.reconnect();
			case 7 -> manager.stop();
			case 8, 9 -> manager.start();
			case 10 -> awaitBriefly(manager);
			default -> Thread.yield();
		}
	}

	/** Gives the workers, on a machine that is busy, the time to connect now and then. */
	private static void awaitBriefly(ConnectionManager<StressPeer.Link> manager) {
		try {
			manager.awaitConnection(Duration.ofMillis(1));
		}
		catch (NotConnectedException ex) {
			// Stopped, or not yet.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private StressSubscriber subscribe(ConnectionManager<StressPeer.Link> manager, Executor executor, Random random) {
		StressSubscriber subscriber = new StressSubscriber(manager, random.nextInt());
		this.subscribers.add(subscriber);
		subscriber
			.subscribed((executor != null) ? manager.subscribe(subscriber, executor) : manager.subscribe(subscriber));
		return subscriber;
	}

	private void cancel(Random random) {
		int count = this.subscribers.size();
		if (count > 0) {
			this.subscribers.get(random.nextInt(count)).cancel();
		}
	}

	private void assertEveryoneHearsOfTheConnection(ConnectionManager<StressPeer.Link> manager) {
		this.subscribers.forEach(StressSubscriber::calmDown);
		await().untilAsserted(() -> {
			manager.start();
			assertThat(manager.isConnected()).isTrue();
			StressPeer.Link link = manager.connection().orElse(null);
			assertThat(this.subscribers).filteredOn(StressSubscriber::isActive)
				.allMatch((subscriber) -> subscriber.knows(link));
		});
	}

}
