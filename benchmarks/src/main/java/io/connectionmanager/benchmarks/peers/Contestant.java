package io.connectionmanager.benchmarks.peers;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.connectionmanager.ConnectionRuntime;

/**
 * Those who are measured.
 *
 * @param name the name in tables
 * @param server how the server listens for it
 * @param connections how many connections it may be asked to keep: servers of others have
 * limits of their own, and one that keeps none only connects
 * @param needsVirtualThreads whether it runs on Java 21 and later only
 * @param factory makes the peer
 */
public record Contestant(String name, String server, int connections, boolean needsVirtualThreads, Factory factory) {

	private static final int MANY = 10_000;

	private static final int SOME = 200;

	private static final List<Contestant> ALL = List.of(
			// The floor, and what one writes by hand.
			new Contestant("raw-socket", "listen", 0, false, (delay) -> new RawSocket()),
			plain("selector-loop", SelectorLoop::new),
			plain("thread-loop", (delay) -> new ThreadLoop(delay, Threads.platform())),
			virtual("virtual-thread-loop", (delay) -> new ThreadLoop(delay, Threads.virtual())),
			plain("netty-by-hand", NettyByHand::onEventLoops), plain("netty-by-hand-workers", NettyByHand::onWorkers),
			// This library.
			plain("ours-netty-direct", (delay) -> Managed.netty(delay, runtime(false).build(), Runnable::run)),
			plain("ours-netty", (delay) -> Managed.netty(delay, runtime(false).build(), null)),
			virtual("ours-netty-virtual", (delay) -> Managed.netty(delay, runtime(true).build(), null)),
			plain("ours-blocking", (delay) -> Managed.blocking(delay, runtime(false).build(), false)),
			virtual("ours-blocking-virtual", (delay) -> Managed.blocking(delay, runtime(true).build(), true)),
			plain("ours-netty-limited",
					(delay) -> Managed.netty(delay, runtime(false).connectRate(1_000).build(), null)),
			// Its ready-made connectors, as they come: with keep-alive.
			plain("ready-made-netty-direct", (delay) -> ReadyMade.netty(delay, runtime(false).build(), Runnable::run)),
			plain("ready-made-netty", (delay) -> ReadyMade.netty(delay, runtime(false).build(), null)),
			plain("ready-made-tcp", (delay) -> ReadyMade.tcp(delay, runtime(false).build())),
			new Contestant("ready-made-ws", "websocket", MANY, false,
					(delay) -> ReadyMade.webSocket(delay, runtime(false).build())),
			new Contestant("ready-made-ws-limited", "websocket", MANY, false,
					(delay) -> ReadyMade.webSocket(delay, runtime(false).connectRate(1_000).build())),
			// Others.
			plain("reactor-netty", ReactorNetty::new), plain("vertx", VertxClient::new),
			plain("spring-integration", SpringIntegration::new),
			new Contestant("grpc", "grpc", SOME, false, (delay) -> new GrpcChannel()),
			new Contestant("lettuce", "forward 127.0.0.1 6379", SOME, false, Lettuce::new),
			new Contestant("jnats", "forward 127.0.0.1 4222", SOME, false, Jnats::new),
			new Contestant("amqp-client", "forward 127.0.0.1 5672", SOME, false, RabbitClient::new),
			new Contestant("hivemq", "forward 127.0.0.1 1883", SOME, false, HiveMq::new));

	/**
	 * Returns those who can be measured on this JVM.
	 * @return the contestants
	 */
	public static List<Contestant> all() {
		return ALL.stream().filter((one) -> !one.needsVirtualThreads || Threads.virtualAvailable()).toList();
	}

	/**
	 * Finds a contestant.
	 * @param name its name
	 * @return the contestant
	 */
	public static Optional<Contestant> find(String name) {
		return ALL.stream().filter((one) -> one.name.equals(name)).findFirst();
	}

	/**
	 * Returns whether this needs nothing but the server of this module.
	 * @return whether it runs anywhere
	 */
	public boolean runsAlone() {
		return !this.server.startsWith("forward");
	}

	private static Contestant plain(String name, Factory factory) {
		return new Contestant(name, "listen", MANY, false, factory);
	}

	private static Contestant virtual(String name, Factory factory) {
		return new Contestant(name, "listen", MANY, true, factory);
	}

	private static ConnectionRuntime.Builder runtime(boolean virtual) {
		return ConnectionRuntime.builder().virtualThreads(virtual);
	}

	/**
	 * Makes a peer.
	 */
	@FunctionalInterface
	public interface Factory {

		/**
		 * Makes the peer.
		 * @param delay how long it waits after a failure or a loss
		 * @return the peer
		 * @throws IOException if it cannot be made
		 */
		Peer create(Duration delay) throws IOException;

	}

}
