package io.connectionmanager.benchmarks.scale;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.connectionmanager.benchmarks.peers.Contestant;
import io.connectionmanager.benchmarks.peers.Peer;
import io.connectionmanager.benchmarks.server.ServerProcess.Orders;

/**
 * Far more clients than descriptors. Whoever is up is closed after a while, so that its
 * descriptor returns; in the end each client must have been up once.
 */
public final class Descriptors {

	private static final Duration DELAY = Duration.ofSeconds(2);

	private Descriptors() {
	}

	/**
	 * Measures.
	 * @param arguments where the server takes orders, the contestant, how many clients,
	 * and how many seconds it may take
	 */
	public static void main(String... arguments) {
		ChildProcess.work(() -> measure(arguments));
	}

	private static String measure(String... arguments) throws Exception {
		Contestant contestant = Contestant.find(arguments[1]).orElseThrow();
		int clients = Integer.parseInt(arguments[2]);
		long seconds = Long.parseLong(arguments[3]);
		AtomicInteger deaths = new AtomicInteger();
		Thread.setDefaultUncaughtExceptionHandler((thread, ex) -> {
			deaths.incrementAndGet();
			System.err.println(thread.getName() + ": " + ex);
		});
		try (Orders orders = new Orders(Integer.parseInt(arguments[0]))) {
			InetSocketAddress address = orders.listen(contestant.server());
			Peer peer = contestant.factory().create(DELAY);
			rehearse(orders, address, peer);
			BlockingQueue<Integer> ups = new LinkedBlockingQueue<>();
			List<AutoCloseable> all = new ArrayList<>(clients);
			long begun = System.nanoTime();
			for (int i = 0; i < clients; i++) {
				all.add(peer.open(address, new Arrival(i, ups)));
			}
			// Nobody gives a descriptor back until there is none left.
			TimeUnit.NANOSECONDS.sleep(Duration.ofSeconds(10).toNanos());
			int first = ups.size();
			BitSet served = new BitSet(clients);
			long deadline = begun + TimeUnit.SECONDS.toNanos(seconds);
			while (served.cardinality() < clients && System.nanoTime() - deadline < 0) {
				Integer up = ups.poll(1, TimeUnit.SECONDS);
				if (up != null) {
					served.set(up);
					all.get(up).close();
				}
			}
			return clients + "\t" + first + "\t" + served.cardinality() + "\t" + deaths.get() + "\t"
					+ TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
		}
	}

	/**
	 * Has one client live through everything, so that the JVM has loaded what is needed:
	 * loading a class from a folder takes a descriptor.
	 */
	private static void rehearse(Orders orders, InetSocketAddress address, Peer peer) throws Exception {
		BlockingQueue<Integer> ups = new LinkedBlockingQueue<>();
		AutoCloseable nobody = peer.open(new InetSocketAddress(address.getAddress(), 1), new Arrival(0, ups));
		AutoCloseable client = peer.open(address, new Arrival(0, ups));
		ups.take();
		orders.cut(address, 1);
		ups.take();
		client.close();
		nobody.close();
	}

	private record Arrival(int client, BlockingQueue<Integer> ups) implements Peer.Watch {

		@Override
		public void up() {
			this.ups.add(this.client);
		}

		@Override
		public void down() {
		}

	}

}
