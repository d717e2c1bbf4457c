package io.connectionmanager.engine.notify;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.Connector;
import io.connectionmanager.testing.RecordingSubscriber;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Who subscribes while another thread is carrying out the very news misses nothing. The
 * other thread is held up where it reads the clock, before it has decided anything.
 */
@DisplayName("Promise 11: whoever subscribes hears of the connection")
class SubscriptionJoinTests {

	/**
	 * Whether the next thread that reads the clock, other than the test's, is held up.
	 */
	private final AtomicBoolean armed = new AtomicBoolean();

	private volatile @Nullable Thread test;

	private final CountDownLatch reading = new CountDownLatch(1);

	private final CountDownLatch goOn = new CountDownLatch(1);

	private final ConnectionRuntime runtime = ConnectionRuntime.builder().ticker(this::read).build();

	private final AtomicReference<ConnectionAttempt> attempt = new AtomicReference<>();

	private final ConnectionManager<String> manager = ConnectionManager
		.builder("joined", Connector.signalling((attempt) -> {
			this.attempt.set(attempt);
			return "c" + attempt.number();
		}))
		.runtime(this.runtime)
		.reconnectAfter(Duration.ofDays(1))
		.start();

	@AfterEach
	void close() {
		this.goOn.countDown();
		this.manager.close();
		this.runtime.close();
	}

	@Test
	void also_while_it_is_coming_up() throws InterruptedException {
		await().until(() -> this.manager.connection().isPresent());
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
		duringSignal(() -> this.attempt.get().connected(), () -> this.manager.subscribe(subscriber));
		await().until(this.manager::isConnected);
		await().untilAsserted(() -> assertThat(subscriber.told()).containsExactly("+c1"));
	}

	@Test
	void also_on_an_executor_of_its_own() throws InterruptedException {
		await().until(() -> this.manager.connection().isPresent());
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
		Executor direct = Runnable::run;
		duringSignal(() -> this.attempt.get().connected(), () -> this.manager.subscribe(subscriber, direct));
		await().until(this.manager::isConnected);
		await().untilAsserted(() -> assertThat(subscriber.told()).containsExactly("+c1"));
	}

	@Test
	void and_of_its_loss_also_while_it_is_being_lost() throws InterruptedException {
		await().until(() -> this.manager.connection().isPresent());
		this.attempt.get().connected();
		await().until(this.manager::isConnected);
		RecordingSubscriber<String> subscriber = new RecordingSubscriber<>();
		duringSignal(() -> this.attempt.get().disconnected(), () -> {
			this.manager.subscribe(subscriber);
			assertThat(subscriber.told()).containsExactly("+c1");
		});
		await().untilAsserted(() -> assertThat(subscriber.told()).isEqualTo(List.of("+c1", "-c1")));
	}

	private void duringSignal(Runnable signal, Runnable meanwhile) throws InterruptedException {
		Thread other = new Thread(signal);
		this.test = Thread.currentThread();
		this.armed.set(true);
		other.start();
		assertThat(this.reading.await(10, SECONDS)).isTrue();
		meanwhile.run();
		this.goOn.countDown();
		other.join();
	}

	private long read() {
		if (Thread.currentThread() != this.test && this.armed.compareAndSet(true, false)) {
			this.reading.countDown();
			try {
				this.goOn.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		return System.nanoTime();
	}

}
