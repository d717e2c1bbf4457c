package io.connectionmanager.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.connectionmanager.engine.ConnectLimit.Ticket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

class ConnectLimitStressTests {

	private static final int PERMITS = 5;

	private static final int TICKETS = 40_000;

	private final ExecutorService threads = Executors.newFixedThreadPool(4);

	private final ManualTimer unused = new ManualTimer();

	private final ConnectLimit limit = new ConnectLimit(PERMITS, Double.POSITIVE_INFINITY, this.unused,
			this.unused::now);

	private final AtomicInteger inside = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	private final CountDownLatch served = new CountDownLatch(TICKETS);

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	@DisplayName("Promise 23: the connect limit holds whatever happens, also among many threads")
	void with_many_threads_permits_are_never_exceeded_and_every_ticket_is_served() throws InterruptedException {
		for (int i = 0; i < TICKETS; i++) {
			this.threads.execute(this::comeAndGo);
			if (i % 4 == 0) {
				this.threads.execute(this::changeOnesMind);
			}
		}
		assertThat(this.served.await(30, SECONDS)).as("%d left", this.served.getCount()).isTrue();
		assertThat(this.most.get()).isBetween(1, PERMITS);
	}

	private void comeAndGo() {
		Ticket[] ticket = new Ticket[1];
		ticket[0] = new RunnableTicket(() -> {
			this.most.accumulateAndGet(this.inside.incrementAndGet(), Math::max);
			this.threads.execute(() -> {
				this.inside.decrementAndGet();
				this.limit.leave(ticket[0]);
				this.served.countDown();
			});
		});
		this.limit.enlist(ticket[0]);
	}

	/** Leaves wherever the ticket is by then: waiting, about to be admitted, admitted. */
	private void changeOnesMind() {
		Ticket ticket = new RunnableTicket(() -> {
		});
		this.threads.execute(() -> this.limit.leave(ticket));
		this.limit.enlist(ticket);
	}

}
