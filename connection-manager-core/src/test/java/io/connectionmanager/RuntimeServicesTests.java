package io.connectionmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a runtime offers to those who work with its managers.
 */
class RuntimeServicesTests extends InVirtualTime {

	@Test
	void its_ticker_and_its_timer_are_those_that_it_was_given() {
		ConnectionRuntime runtime = this.time.runtime();
		long begun = runtime.ticker().getAsLong();
		List<Long> ticks = new ArrayList<>();
		runtime.timer().schedule(() -> ticks.add(runtime.ticker().getAsLong() - begun), 1_000);
		advance(Duration.ofNanos(999));
		assertThat(ticks).isEmpty();
		advance(Duration.ofNanos(1));
		assertThat(ticks).containsExactly(1_000L);
	}

	@Test
	void a_task_that_is_cancelled_in_time_does_not_run() {
		List<String> run = new ArrayList<>();
		this.time.runtime().timer().schedule(() -> run.add("run"), 1_000).run();
		advance(Duration.ofSeconds(1));
		assertThat(run).isEmpty();
	}

	@Test
	void a_callback_can_tell_whose_it_is() {
		ConnectionRuntime runtime = this.time.runtime();
		ConnectionManager<String> other = build(manager());
		List<Boolean> inside = new ArrayList<>();
		CompletableFuture<ConnectionManager<String>> own = new CompletableFuture<>();
		own.complete(start(manager().subscriber((connection) -> own.thenAccept((manager) -> {
			inside.add(runtime.isInCallbackOf(manager));
			inside.add(runtime.isInCallbackOf(other));
		}))));
		own.join().reconnect();
		advance(Duration.ofSeconds(10));
		assertThat(inside).containsExactly(false, false, true, false);
		assertThat(runtime.isInCallbackOf(own.join())).isFalse();
	}

	@Test
	void closing_again_does_not_wait_for_a_listener_that_hangs() throws Exception {
		CountDownLatch released = new CountDownLatch(1);
		CountDownLatch hanging = new CountDownLatch(1);
		ConnectionManager<String> manager = ConnectionManager
			.builder("prices", Connector.blocking((attempt) -> "connection"))
			.settings(ConnectionSettings.builder().drainTimeout(Duration.ofMillis(100)).build())
			.listener((transition) -> {
				hanging.countDown();
				while (released.getCount() > 0) {
					try {
						released.await();
					}
					catch (InterruptedException ex) {
						// It hangs for as long as the test says.
					}
				}
			})
			.start();
		hanging.await(10, TimeUnit.SECONDS);
		manager.close();
		Thread second = new Thread(manager::close);
		long begun = System.nanoTime();
		second.start();
		second.join(10_000);
		released.countDown();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(90));
	}

	@Test
	void who_waits_for_a_manager_that_nothing_has_started_is_told_so() {
		ConnectionManager<String> manager = build(manager());
		assertThatThrownBy(() -> manager.awaitConnection(Duration.ZERO)).isInstanceOf(NotConnectedException.class)
			.hasMessage("Connection 'prices' is STOPPED since %s (0 ms); nothing has started it yet", this.time.now());
		manager.start();
		manager.stop();
		this.time.settle();
		assertThatThrownBy(manager::requireConnection).hasMessageNotContaining("nothing has started it");
	}

}
