package io.connectionmanager.benchmarks.scale;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.connectionmanager.benchmarks.peers.Contestant;
import io.connectionmanager.benchmarks.peers.Peer;
import io.connectionmanager.benchmarks.server.ServerProcess.Orders;

/**
 * Many clients of one server, in one process: what they weigh, how many threads they
 * take, and how they come back when all of them are cut at once.
 */
public final class Crowd {

	private static final Duration DELAY = Duration.ofSeconds(2);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int CUTS = 3;

	private Crowd() {
	}

	/**
	 * Measures.
	 * @param arguments where the server takes orders, the contestant, and how many
	 * clients
	 */
	public static void main(String... arguments) {
		ChildProcess.work(() -> {
			Contestant contestant = Contestant.find(arguments[1]).orElseThrow();
			try (Orders orders = new Orders(Integer.parseInt(arguments[0]))) {
				return measure(orders, contestant, Integer.parseInt(arguments[2]), DELAY);
			}
		});
	}

	/**
	 * Measures one contestant in this process.
	 * @param orders the server
	 * @param contestant who is measured
	 * @param clients how many clients there are
	 * @param delay how long they wait before they connect again
	 * @return separated by tabs: clients, how many of them were lost, bytes of heap for
	 * each, most threads, milliseconds until all were back, accepts in the worst second,
	 * and in the worst 100 ms: medians of several cuts
	 * @throws Exception if something went wrong
	 */
	static String measure(Orders orders, Contestant contestant, int clients, Duration delay) throws Exception {
		InetSocketAddress address = orders.listen(contestant.server());
		Count count = new Count();
		List<AutoCloseable> all = new ArrayList<>(clients);
		Peer peer = contestant.factory().create(delay);
		// The first one loads classes and starts threads that all share.
		all.add(peer.open(address, count));
		await(() -> count.present.get() == 1);
		long before = heap(delay);
		int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
		while (all.size() < clients) {
			all.add(peer.open(address, count));
		}
		await(() -> count.present.get() == clients);
		long bytes = (heap(delay) - before) / Math.max(1, clients - 1);
		long[][] cuts = new long[3][CUTS];
		int lost = 0;
		for (int i = 0; i < CUTS; i++) {
			int ups = count.ups.get();
			long cutAt = orders.cut(address, clients);
			await(() -> count.ups.get() - ups >= clients && count.present.get() == clients);
			lost = Math.max(lost, clients - count.present.get());
			cuts[0][i] = (count.latestUpAt - cutAt) / 1_000_000;
			LockSupport.parkNanos(delay.toNanos() / 4);
			int[] accepts = orders.accepts(address);
			cuts[1][i] = accepts[1];
			cuts[2][i] = accepts[2];
		}
		int threads = ManagementFactory.getThreadMXBean().getPeakThreadCount() - threadsBefore + 1;
		return clients + "\t" + lost + "\t" + bytes + "\t" + threads + "\t" + median(cuts[0]) + "\t" + median(cuts[1])
				+ "\t" + median(cuts[2]);
	}

	/** Waits, but not for ever: who is lost is counted. */
	private static void await(BooleanSupplier condition) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - deadline > 0) {
				return;
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
		}
	}

	/** What is in use when nothing has happened for a while. */
	private static long heap(Duration quiet) {
		LockSupport.parkNanos(quiet.toNanos());
		System.gc();
		System.gc();
		// Not what is in use now: that counts what each thread has reserved for itself.
		return ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getType() == MemoryType.HEAP)
			.mapToLong((pool) -> pool.getCollectionUsage().getUsed())
			.sum();
	}

	private static long median(long[] values) {
		long[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	private static final class Count implements Peer.Watch {

		private final AtomicInteger present = new AtomicInteger();

		private final AtomicInteger ups = new AtomicInteger();

		private volatile long latestUpAt;

		@Override
		public void up() {
			this.latestUpAt = System.nanoTime();
			this.present.incrementAndGet();
			this.ups.incrementAndGet();
		}

		@Override
		public void down() {
			this.present.decrementAndGet();
		}

	}

}
