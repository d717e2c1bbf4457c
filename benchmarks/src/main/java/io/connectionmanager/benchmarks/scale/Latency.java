package io.connectionmanager.benchmarks.scale;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.connectionmanager.benchmarks.hotpath.CountingSubscriber;
import io.connectionmanager.benchmarks.hotpath.Cycle;
import io.connectionmanager.benchmarks.peers.Contestant;
import io.connectionmanager.benchmarks.peers.Peer;
import io.connectionmanager.benchmarks.server.ServerProcess.Orders;

/**
 * One client at a time: how long from start to up, from a cut to down, and from a cut to
 * up again beyond the delay. A process of its own for each contestant; it prints one line
 * of medians in microseconds.
 */
public final class Latency {

	private static final Duration DELAY = Duration.ofMillis(30);

	private final Orders orders;

	private final Contestant contestant;

	private final Peer peer;

	private Latency(Orders orders, Contestant contestant) throws Exception {
		this.orders = orders;
		this.contestant = contestant;
		this.peer = contestant.factory().create(DELAY);
	}

	/**
	 * Measures.
	 * @param arguments where the server takes orders, the contestant, how many samples,
	 * and how many turns of this library's engine come first
	 */
	public static void main(String... arguments) {
		ChildProcess.work(() -> {
			Contestant contestant = Contestant.find(arguments[1]).orElseThrow();
			int turns = Integer.parseInt(arguments[3]);
			if (turns > 0) {
				compile(turns);
			}
			try (Orders orders = new Orders(Integer.parseInt(arguments[0]))) {
				return measure(orders, contestant, Integer.parseInt(arguments[2]));
			}
		});
	}

	/**
	 * Turns the life of another manager around, in virtual time, so that the engine is
	 * compiled: as in an application that has been running for long with many
	 * connections.
	 */
	private static void compile(int turns) {
		Cycle cycle = new Cycle();
		cycle.subscribe(1, CountingSubscriber::new, null);
		cycle.subscribe(1, CountingSubscriber::new, Runnable::run);
		for (int i = 0; i < turns; i++) {
			cycle.turn();
			cycle.turnWithoutCause();
		}
	}

	/**
	 * Measures one contestant in this process.
	 * @param orders the server
	 * @param contestant who is measured
	 * @param samples how often, after as many times to warm up
	 * @return medians in microseconds, separated by tabs
	 * @throws Exception if something went wrong
	 */
	static String measure(Orders orders, Contestant contestant, int samples) throws Exception {
		Latency latency = new Latency(orders, contestant);
		try {
			double start = median(latency.starts(2 * samples), samples);
			if (contestant.connections() == 0) {
				return start + "\tNaN\tNaN";
			}
			long[][] cuts = latency.cuts(2 * samples);
			return start + "\t" + median(cuts[0], samples) + "\t" + median(cuts[1], samples);
		}
		finally {
			latency.peer.close();
		}
	}

	private long[] starts(int rounds) throws Exception {
		InetSocketAddress address = this.orders.listen(this.contestant.server());
		long[] nanos = new long[rounds];
		for (int i = 0; i < rounds; i++) {
			Moments moments = new Moments();
			long begun = System.nanoTime();
			AutoCloseable client = this.peer.open(address, moments);
			moments.awaitUp();
			nanos[i] = moments.upAt - begun;
			client.close();
			pause();
		}
		return nanos;
	}

	private long[][] cuts(int rounds) throws Exception {
		InetSocketAddress address = this.orders.listen(this.contestant.server());
		long[][] nanos = new long[2][rounds];
		Moments moments = new Moments();
		AutoCloseable client = this.peer.open(address, moments);
		moments.awaitUp();
		for (int i = 0; i < rounds; i++) {
			pause();
			long cutAt = this.orders.cut(address, 1);
			moments.awaitUp();
			nanos[0][i] = moments.downAt - cutAt;
			nanos[1][i] = moments.upAt - cutAt - DELAY.toNanos();
		}
		client.close();
		return nanos;
	}

	/** A moment of rest, never the same, so that no timer of anybody falls into step. */
	private static void pause() {
		LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000, 5_000_000));
	}

	/** The second half of the samples counts. */
	private static double median(long[] nanos, int samples) {
		long[] counted = Arrays.copyOfRange(nanos, nanos.length - samples, nanos.length);
		Arrays.sort(counted);
		return counted[samples / 2] / 1000.0;
	}

	private static final class Moments implements Peer.Watch {

		private final Semaphore ups = new Semaphore(0);

		private volatile long downAt;

		private volatile long upAt;

		@Override
		public void up() {
			this.upAt = System.nanoTime();
			this.ups.release();
		}

		@Override
		public void down() {
			this.downAt = System.nanoTime();
		}

		private void awaitUp() throws InterruptedException {
			if (!this.ups.tryAcquire(30, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Not up after 30 s");
			}
		}

	}

}
