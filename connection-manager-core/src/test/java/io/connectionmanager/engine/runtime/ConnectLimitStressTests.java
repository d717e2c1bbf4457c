package io.connectionmanager.engine.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

class ConnectLimitStressTests {

	private static final int PERMITS = 5;

	private static final int REQUESTS = 40_000;

	private final ExecutorService threads = Executors.newFixedThreadPool(4);

	private final ManualTimer unused = new ManualTimer();

	private final ConnectLimit limit = new ConnectLimit(PERMITS, Double.POSITIVE_INFINITY, this.unused, this.threads,
			this.unused::now);

	private final AtomicInteger inside = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	private final AtomicInteger repeatedInside = new AtomicInteger();

	private final AtomicInteger mostRepeated = new AtomicInteger();

	private final CountDownLatch served = new CountDownLatch(REQUESTS);

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	@DisplayName("Promise 23: the connect limit holds whatever happens, also among many threads")
	void with_many_threads_permits_are_neither_exceeded_nor_lost_and_every_request_is_served()
			throws InterruptedException {
		for (int i = 0; i < REQUESTS; i++) {
			boolean repeated = i % 2 == 0;
			this.threads.execute(() -> comeAndGo(repeated));
			if (i % 4 == 0) {
				this.threads.execute(() -> changeOnesMind(repeated));
			}
		}
		assertThat(this.served.await(30, SECONDS)).as("%d left", this.served.getCount()).isTrue();
		assertThat(this.most.get()).isBetween(1, PERMITS);
		assertThat(this.mostRepeated.get()).isBetween(1, PERMITS / 2);
		this.threads.shutdown();
		assertThat(this.threads.awaitTermination(30, SECONDS)).isTrue();
		assertAllPermitsAreBack();
	}

	private void comeAndGo(boolean repeated) {
		PermitRequest[] request = new PermitRequest[1];
		request[0] = new PermitRequest(repeated, () -> {
			this.most.accumulateAndGet(this.inside.incrementAndGet(), Math::max);
			if (repeated) {
				this.mostRepeated.accumulateAndGet(this.repeatedInside.incrementAndGet(), Math::max);
			}
			this.threads.execute(() -> {
				this.inside.decrementAndGet();
				if (repeated) {
					this.repeatedInside.decrementAndGet();
				}
				this.limit.release(request[0]);
				this.served.countDown();
			});
		});
		this.limit.request(request[0]);
	}

	/**
	 * Releases wherever the request is by then: new, waiting, about to be granted,
	 * granted.
	 */
	private void changeOnesMind(boolean repeated) {
		PermitRequest request = new PermitRequest(repeated, () -> {
		});
		this.threads.execute(() -> this.limit.release(request));
		this.limit.request(request);
	}

	private void assertAllPermitsAreBack() {
		List<Integer> granted = new ArrayList<>();
		for (int i = 0; i < 2 * PERMITS; i++) {
			int number = i;
			this.limit.request(new PermitRequest(false, () -> granted.add(number)));
		}
		assertThat(granted).containsExactly(0, 1, 2, 3, 4);
	}

}
