package io.connectionmanager.connector.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy in front of a server, which breaks connections on request. It listens on a
 * port of the loopback interface, and forwards bytes unchanged, so that it works for TLS
 * as well.
 * <ul>
 * <li><b>Threads.</b> One thread serves all connections. Every method may be called from
 * any thread; its effect is complete when it returns.</li>
 * <li><b>Modes.</b> {@link #pass()}, {@link #refuse()}, {@link #hang()},
 * {@link #reset()}, {@link #drop()}, {@link #stall()} and {@link #silence()} replace each
 * other. Only {@link #silence()} affects connections that are already open.</li>
 * <li><b>Counts.</b> They cover the life of the proxy. A connection counts as open until
 * the client has closed it, so that one left behind is noticed.</li>
 * </ul>
 */
public final class FaultProxy implements AutoCloseable {

	private static final int TICK_MILLIS = 20;

	private static final int FILLERS = 4;

	private enum Mode {

		PASS, REFUSE, HANG, RESET, DROP, STALL, SILENCE

	}

	private final InetSocketAddress server;

	private final InetSocketAddress address;

	private final Selector selector;

	private final Thread thread;

	private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

	private final ProxyCounts counts = new ProxyCounts();

	// Everything below is confined to the thread, apart from the volatile flag.

	private final List<ProxyLink> links = new ArrayList<>();

	private final List<CompletableFuture<Void>> executed = new ArrayList<>();

	private final List<SocketChannel> fillers = new ArrayList<>();

	private @Nullable ServerSocketChannel listener;

	private Mode mode = Mode.REFUSE;

	private long bytesPerTick = Long.MAX_VALUE;

	private volatile boolean closed;

	private FaultProxy(InetSocketAddress server) throws IOException {
		this.server = server;
		this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find());
		this.selector = Selector.open();
		this.thread = new Thread(this::run, "fault-proxy-" + this.address.getPort());
		this.thread.setDaemon(true);
		this.thread.start();
		pass();
	}

	/**
	 * Starts a proxy that forwards connections.
	 * @param server the address of the server, which need not be up
	 * @return the proxy
	 */
	public static FaultProxy to(InetSocketAddress server) {
		try {
			return new FaultProxy(server);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the address to connect to instead of the server's.
	 * @return an address of the loopback interface
	 */
	public InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Forwards new and existing connections. What was held back by {@link #silence()} or
	 * {@link #stall()} is forwarded now. The mode at the beginning.
	 */
	public void pass() {
		mode(Mode.PASS);
	}

	/**
	 * Closes the port: the operating system refuses new connections.
	 */
	public void refuse() {
		mode(Mode.REFUSE);
	}

	/**
	 * Leaves new connections unanswered: connecting hangs, as it does with a firewall
	 * that discards packets.
	 */
	public void hang() {
		mode(Mode.HANG);
	}

	/**
	 * Accepts new connections, and resets them at once.
	 */
	public void reset() {
		mode(Mode.RESET);
	}

	/**
	 * Accepts new connections, and closes them at once.
	 */
	public void drop() {
		mode(Mode.DROP);
	}

	/**
	 * Accepts new connections, and forwards nothing.
	 */
	public void stall() {
		mode(Mode.STALL);
	}

	/**
	 * Forwards nothing in either direction, on existing and new connections, and closes
	 * nothing, as if packets were lost.
	 */
	public void silence() {
		mode(Mode.SILENCE);
	}

	/**
	 * Limits the throughput of each connection and direction.
	 * @param bytesPerSecond the limit; {@link Long#MAX_VALUE} for none
	 */
	public void throttle(long bytesPerSecond) {
		long perTick = (bytesPerSecond == Long.MAX_VALUE) ? bytesPerSecond
				: Math.max(1, bytesPerSecond * TICK_MILLIS / 1_000);
		execute(() -> this.bytesPerTick = perTick);
	}

	/**
	 * Resets all connections.
	 */
	public void cut() {
		execute(() -> this.links.forEach(ProxyLink::reset));
	}

	/**
	 * Closes all connections in the normal way.
	 */
	public void disconnect() {
		execute(() -> this.links.forEach(ProxyLink::disconnect));
	}

	/**
	 * Returns the number of connections that were accepted.
	 * @return the number
	 */
	public long opened() {
		return this.counts.opened.get();
	}

	/**
	 * Returns the number of connections that the client has not closed and the proxy has
	 * not reset.
	 * @return the number
	 */
	public int open() {
		return this.counts.open.get();
	}

	/**
	 * Returns the number of connections to the server.
	 * @return the number of connections that are open
	 */
	public int openToServer() {
		return this.counts.openToServer.get();
	}

	/**
	 * Returns the number of bytes forwarded to the server.
	 * @return the number
	 */
	public long bytesToServer() {
		return this.counts.toServer.sum();
	}

	/**
	 * Returns the number of bytes forwarded to the client.
	 * @return the number
	 */
	public long bytesToClient() {
		return this.counts.toClient.sum();
	}

	/**
	 * Closes the port and resets all connections.
	 */
	@Override
	public void close() {
		if (!this.closed) {
			execute(() -> {
				this.closed = true;
				enter(Mode.REFUSE);
				this.links.forEach(ProxyLink::reset);
			});
		}
	}

	private void mode(Mode mode) {
		execute(() -> enter(mode));
	}

	private void execute(Runnable command) {
		if (this.closed) {
			throw new IllegalStateException("The proxy is closed");
		}
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.commands.add(() -> {
			try {
				command.run();
				this.executed.add(done);
			}
			catch (Throwable ex) {
				done.completeExceptionally(ex);
			}
		});
		this.selector.wakeup();
		done.orTimeout(10, TimeUnit.SECONDS).join();
	}

	private void run() {
		try (this.selector) {
			while (!this.closed) {
				select();
				for (SelectionKey key : this.selector.selectedKeys()) {
					if (key.isValid() && key.attachment() instanceof ProxyLink link) {
						link.ready(key);
					}
					else if (key.isValid()) {
						accept();
					}
				}
				this.selector.selectedKeys().clear();
				completeExecuted();
				for (Runnable command = this.commands.poll(); command != null; command = this.commands.poll()) {
					command.run();
				}
				this.links.forEach((link) -> link.advance(this.bytesPerTick));
				this.links.removeIf(ProxyLink::isOver);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		completeExecuted();
	}

	private void select() throws IOException {
		if (!this.executed.isEmpty()) {
			this.selector.selectNow();
		}
		else {
			this.selector.select(isThrottled() ? TICK_MILLIS : 0);
		}
	}

	/**
	 * A channel is closed by the selection that follows: only then is a command complete.
	 */
	private void completeExecuted() {
		this.executed.forEach((done) -> done.complete(null));
		this.executed.clear();
	}

	private boolean isThrottled() {
		return this.bytesPerTick != Long.MAX_VALUE && !this.links.isEmpty();
	}

	private void enter(Mode mode) {
		try {
			boolean listened = isListening(this.mode);
			this.mode = mode;
			if (!listened || !isListening(mode)) {
				stopListening();
				startListening(mode);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isListening(Mode mode) {
		return mode != Mode.REFUSE && mode != Mode.HANG;
	}

	private void stopListening() throws IOException {
		if (this.listener != null) {
			this.listener.close();
			this.listener = null;
			// Only a selection completes the closing.
			this.selector.selectNow();
		}
		for (SocketChannel filler : this.fillers) {
			filler.close();
		}
		this.fillers.clear();
	}

	private void startListening(Mode mode) throws IOException {
		if (mode == Mode.REFUSE) {
			return;
		}
		ServerSocketChannel listener = ServerSocketChannel.open();
		this.listener = listener;
		listener.configureBlocking(false);
		// A backlog of zero would mean the default.
		listener.bind(this.address, (mode == Mode.HANG) ? 1 : 0);
		if (mode != Mode.HANG) {
			listener.register(this.selector, SelectionKey.OP_ACCEPT);
			return;
		}
		for (int i = 0; i < FILLERS; i++) {
			// The system ignores connections once the backlog is full.
			SocketChannel filler = SocketChannel.open();
			this.fillers.add(filler);
			filler.configureBlocking(false);
			filler.connect(this.address);
		}
	}

	private void accept() throws IOException {
		SocketChannel client = (this.listener != null) ? this.listener.accept() : null;
		if (client == null) {
			return;
		}
		this.counts.opened.incrementAndGet();
		ProxyLink link = new ProxyLink(this, client);
		switch (this.mode) {
			case RESET -> link.reset();
			case DROP -> link.disconnect();
			default -> {
			}
		}
		if (!link.isOver()) {
			this.links.add(link);
		}
	}

	// For the links, on the thread.

	Selector selector() {
		return this.selector;
	}

	InetSocketAddress server() {
		return this.server;
	}

	boolean isPassing() {
		return this.mode != Mode.SILENCE;
	}

	boolean isConnecting() {
		return this.mode != Mode.SILENCE && this.mode != Mode.STALL;
	}

	ProxyCounts counts() {
		return this.counts;
	}

}
