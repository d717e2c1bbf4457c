package io.connectionmanager.benchmarks.hotpath;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import io.connectionmanager.ConnectionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bytes that hot paths allocate, so that one who makes them allocate more notices. Bytes
 * and not time: they are the same on a busy machine. Code that runs for the first time,
 * and code that is not compiled yet, allocates more than later; the bounds are for the
 * latter.
 */
class AllocationTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final int WARM_UP = 200;

	private static final int ROUNDS = 1_000;

	private final Cycle cycle = new Cycle();

	private final ConnectionManager<Object> manager = this.cycle.manager();

	@Test
	void reads_allocate_nothing() {
		assertThat(bytesPerRound(this.manager::isConnected)).isZero();
		assertThat(bytesPerRound(this.manager::connection)).isZero();
		assertThat(bytesPerRound(this.manager::requireConnection)).isZero();
	}

	@Test
	void a_snapshot_allocates_itself_and_what_it_shows() {
		assertThat(bytesPerRound(this.manager::snapshot)).isBetween(80L, 128L);
	}

	@Test
	void a_cycle_of_loss_wait_and_connect_allocates_no_more_than_it_did() {
		assertThat(bytesPerRound(this.cycle::turn)).isLessThan(6_500L);
	}

	@Test
	void a_subscriber_adds_no_more_to_a_cycle_than_it_did() {
		long without = bytesPerRound(this.cycle::turn);
		CountingSubscriber subscriber = new CountingSubscriber();
		this.cycle.subscribe(100, () -> subscriber, null);
		assertThat((bytesPerRound(this.cycle::turn) - without) / 100).isLessThan(140L);
	}

	private static long bytesPerRound(Runnable round) {
		for (int i = 0; i < WARM_UP; i++) {
			round.run();
		}
		long before = THREADS.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < ROUNDS; i++) {
			round.run();
		}
		return (THREADS.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
	}

}
