package io.connectionmanager.sample.server;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A price server on the loopback interface that goes wrong when it is told to. A client
 * sends {@code SUBSCRIBE prices}; the server answers {@code WELCOME prices} and then
 * sends lines such as {@code AAPL 187.12}, several in a second, and {@code HEARTBEAT} in
 * between. A client that sends {@code GET /prices} gets the same lines as messages of a
 * WebSocket or as server-sent events.
 * <p>
 * Safe for use by many threads.
 */
public final class PriceServer implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(PriceServer.class);

	private static final Duration REBIND_AGAIN_AFTER = Duration.ofMillis(200);

	private final Set<PriceSession> sessions = ConcurrentHashMap.newKeySet();

	private final ScheduledExecutorService healer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "price-server-healer");
		thread.setDaemon(true);
		return thread;
	});

	private final InetSocketAddress address;

	// Guarded by this, as is every change of the fault.
	private Listener listener;

	private volatile Fault fault = Fault.HEAL;

	private volatile @Nullable Instant wellAt;

	private @Nullable Future<?> healing;

	/**
	 * Starts the server.
	 * @param port the port to listen on, 0 for any that is free
	 * @throws IOException if it cannot listen there
	 */
	public PriceServer(int port) throws IOException {
		this.listener = new Listener(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		this.address = this.listener.address();
	}

	/**
	 * Returns where the server listens.
	 * @return the address
	 */
	public InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Returns how many clients are connected, subscribed or not.
	 * @return the number of open sockets at the server's side
	 */
	public int clients() {
		return this.sessions.size();
	}

	/**
	 * Returns what is wrong.
	 * @return the fault, {@link Fault#HEAL} if there is none
	 */
	public Fault fault() {
		return this.fault;
	}

	/**
	 * Returns when the fault that there is will be over.
	 * @return the time, or empty if there is no fault
	 */
	public Optional<Instant> wellAt() {
		return Optional.ofNullable(this.wellAt);
	}

	/**
	 * Goes wrong, and is well again after a time.
	 * @param fault what to do; it takes the place of a fault that is still there
	 * @param duration for how long, where that means anything
	 */
	public synchronized void apply(Fault fault, Duration duration) {
		heal();
		logger.info("{}", describe(fault, duration));
		if (fault == Fault.HEAL) {
			return;
		}
		if (fault == Fault.REFUSE) {
			this.listener.close();
		}
		if (fault != Fault.CUT) {
			this.fault = fault;
			this.wellAt = Instant.now().plus(duration);
			healAfter(duration);
		}
		if (fault != Fault.SILENT && fault != Fault.GARBLE) {
			this.sessions.forEach(PriceSession::cut);
		}
	}

	/**
	 * Puts a fault in words.
	 * @param fault the fault
	 * @param duration for how long
	 * @return a sentence
	 */
	static String describe(Fault fault, Duration duration) {
		return switch (fault) {
			case CUT -> "The price server has closed all connections.";
			case REFUSE -> "The price server refuses connections for %d s.".formatted(duration.toSeconds());
			case SILENT -> "The price server accepts, and stays silent for %d s.".formatted(duration.toSeconds());
			case DROP -> "The price server drops what it accepts, for %d s.".formatted(duration.toSeconds());
			case GARBLE -> "The price server talks nonsense for %d s.".formatted(duration.toSeconds());
			case HEAL -> "The price server is well.";
		};
	}

	private synchronized void healed() {
		if (this.fault != Fault.HEAL) {
			heal();
			if (this.fault == Fault.HEAL) {
				logger.info("{}", describe(Fault.HEAL, Duration.ZERO));
			}
		}
	}

	private void healAfter(Duration duration) {
		cancelHealing();
		this.healing = this.healer.schedule(this::healed, duration.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void cancelHealing() {
		if (this.healing != null) {
			this.healing.cancel(false);
			this.healing = null;
		}
	}

	private void heal() {
		cancelHealing();
		if (this.listener.isClosed() && !this.healer.isShutdown()) {
			try {
				this.listener = new Listener(this.address);
			}
			catch (IOException ex) {
				logger.warn("The price server cannot listen yet: {}", ex.toString());
				healAfter(REBIND_AGAIN_AFTER);
				return;
			}
		}
		this.fault = Fault.HEAL;
		this.wellAt = null;
	}

	// Who was accepted just before a fault came must not slip through: first among the
	// sessions, then the look at the fault; apply() sets the fault first and then cuts.
	private void admit(Socket socket) {
		PriceSession session = new PriceSession(socket, () -> this.fault);
		this.sessions.add(session);
		if (this.fault == Fault.DROP) {
			session.cut();
		}
		daemon("price-server-session", () -> {
			try {
				session.run();
			}
			finally {
				this.sessions.remove(session);
			}
		});
	}

	private static Thread daemon(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	@Override
	public synchronized void close() {
		this.healer.shutdownNow();
		this.listener.close();
		this.sessions.forEach(PriceSession::cut);
	}

	/**
	 * A listening socket and the thread that accepts from it.
	 */
	private final class Listener {

		private final ServerSocket socket = new ServerSocket();

		private final Thread acceptor;

		Listener(InetSocketAddress address) throws IOException {
			try {
				this.socket.setReuseAddress(true);
				this.socket.bind(address);
			}
			catch (IOException ex) {
				this.socket.close();
				throw ex;
			}
			this.acceptor = daemon("price-server-accept", this::accept);
		}

		InetSocketAddress address() {
			return (InetSocketAddress) this.socket.getLocalSocketAddress();
		}

		boolean isClosed() {
			return this.socket.isClosed();
		}

		private void accept() {
			try {
				while (true) {
					admit(this.socket.accept());
				}
			}
			catch (IOException ex) {
				if (!isClosed()) {
					logger.error("The price server no longer accepts connections", ex);
				}
			}
		}

		// As long as a thread waits in accept(), the port is bound and clients get in,
		// whether the socket has been closed or not.
		void close() {
			try {
				this.socket.close();
				this.acceptor.join();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
