package io.connectionmanager.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.Closer;
import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.Connector;
import io.connectionmanager.Opener;

/**
 * A connector that follows a script: each attempt takes the next step of it, and succeeds
 * at once when there is none left. It remembers what it has opened and closed.
 * <pre class="code">
 * ScriptedConnector&lt;String&gt; connector = new ScriptedConnector&lt;&gt;(time, (n) -&gt; "connection " + n)
 *     .fail(new ConnectException("refused"))
 *     .hang()
 *     .succeedThenLose(Duration.ofMinutes(1), new EOFException());
 * </pre> Safe for use by many threads.
 *
 * @param <C> the type of the connection
 */
public final class ScriptedConnector<C> implements Connector<C> {

	private final VirtualTime time;

	private final IntFunction<? extends C> connections;

	// All that follows is guarded by this.

	private final Deque<Opener<C>> script = new ArrayDeque<>();

	private Closer<? super C> closer = (connection) -> {
	};

	private final List<ConnectionAttempt> attempts = new ArrayList<>();

	private final List<C> opened = new ArrayList<>();

	private final List<C> closed = new ArrayList<>();

	/** What cancels the event that a connection has ahead of it. */
	private final Map<C, Runnable> events = new IdentityHashMap<>();

	/**
	 * Creates a connector.
	 * @param time the time in which it delays and blocks
	 * @param connections makes the n-th connection, counted from 1
	 */
	public ScriptedConnector(VirtualTime time, IntFunction<? extends C> connections) {
		this.time = time;
		this.connections = connections;
	}

	// The script

	/**
	 * Adds a step: ready at once.
	 * @return this connector
	 */
	public ScriptedConnector<C> succeed() {
		return then((attempt) -> {
			attempt.connected();
			return connection();
		});
	}

	/**
	 * Adds a step: fail.
	 * @param failure what {@code open} throws
	 * @return this connector
	 */
	public ScriptedConnector<C> fail(Throwable failure) {
		return then((attempt) -> {
			throw ScriptedConnector.<RuntimeException>sneaky(failure);
		});
	}

	/**
	 * Adds steps: fail, several times.
	 * @param failure what {@code open} throws
	 * @param times how many times
	 * @return this connector
	 */
	public ScriptedConnector<C> fail(Throwable failure, int times) {
		for (int i = 0; i < times; i++) {
			fail(failure);
		}
		return this;
	}

	/**
	 * Adds a step: the peer says that trying again is pointless.
	 * @return this connector
	 */
	public ScriptedConnector<C> reject() {
		return fail(new ConnectionRejectedException("rejected, says the script"));
	}

	/**
	 * Adds a step: {@code open} blocks until it is interrupted.
	 * @return this connector
	 */
	public ScriptedConnector<C> hang() {
		return then((attempt) -> {
			this.time.gate().pass();
			throw new IllegalStateException("the gate is never opened");
		});
	}

	/**
	 * Adds a step: {@code open} returns a connection that never becomes ready by itself.
	 * @return this connector
	 */
	public ScriptedConnector<C> neverReady() {
		return then((attempt) -> connection());
	}

	/**
	 * Adds a step: {@code open} takes a while, and does not heed an interrupt.
	 * @param delay how long
	 * @return this connector
	 */
	public ScriptedConnector<C> succeedLate(Duration delay) {
		return then((attempt) -> {
			sleepThrough(delay);
			attempt.connected();
			return connection();
		});
	}

	/**
	 * Adds a step: {@code open} returns at once, and the connection is ready after a
	 * while.
	 * @param delay how long
	 * @return this connector
	 */
	public ScriptedConnector<C> readyAfter(Duration delay) {
		return then((attempt) -> later(delay, attempt::connected));
	}

	/**
	 * Adds a step: ready at once, and lost after a while.
	 * @param uptime how long it stays up
	 * @param cause why it is lost
	 * @return this connector
	 */
	public ScriptedConnector<C> succeedThenLose(Duration uptime, @Nullable Throwable cause) {
		return then((attempt) -> {
			attempt.connected();
			return later(uptime, () -> attempt.disconnected(cause));
		});
	}

	/**
	 * Adds a step of one's own, which may call {@link #connection()}.
	 * @param step what to do
	 * @return this connector
	 */
	public synchronized ScriptedConnector<C> then(Opener<C> step) {
		this.script.add(step);
		return this;
	}

	/**
	 * Sets what closing a connection does.
	 * @param closer what to do, after the connection was counted as closed
	 * @return this connector
	 */
	public synchronized ScriptedConnector<C> onClose(Closer<? super C> closer) {
		this.closer = closer;
		return this;
	}

	/**
	 * Makes closing throw.
	 * @param failure what is thrown
	 * @return this connector
	 */
	public ScriptedConnector<C> failOnClose(Throwable failure) {
		return onClose((connection) -> {
			throw ScriptedConnector.<RuntimeException>sneaky(failure);
		});
	}

	/**
	 * Makes closing block until a gate is opened.
	 * @param gate the gate
	 * @return this connector
	 */
	public ScriptedConnector<C> blockOnClose(VirtualTime.Gate gate) {
		return onClose((connection) -> gate.pass());
	}

	/**
	 * Makes a new connection, which is then expected to be closed.
	 * @return the connection
	 */
	public synchronized C connection() {
		C connection = this.connections.apply(this.opened.size() + 1);
		this.opened.add(connection);
		return connection;
	}

	/**
	 * Makes a new connection to which something happens unless it is closed before.
	 */
	private synchronized C later(Duration delay, Runnable event) {
		C connection = connection();
		this.events.put(connection, this.time.schedule(event, delay.toNanos()));
		return connection;
	}

	// What has happened

	/**
	 * Returns the attempts so far.
	 * @return all attempts, in order
	 */
	public synchronized List<ConnectionAttempt> attempts() {
		return List.copyOf(this.attempts);
	}

	/**
	 * Returns the latest attempt, to signal through it.
	 * @return the attempt
	 * @throws NoSuchElementException if there was none
	 */
	public synchronized ConnectionAttempt lastAttempt() {
		if (this.attempts.isEmpty()) {
			throw new NoSuchElementException("No attempt so far");
		}
		return this.attempts.get(this.attempts.size() - 1);
	}

	/**
	 * Returns the connections made so far.
	 * @return all connections, in order
	 */
	public synchronized List<C> opened() {
		return List.copyOf(this.opened);
	}

	/**
	 * Returns the connections that were closed, one as often as it was closed.
	 * @return the closed connections, in order
	 */
	public synchronized List<C> closed() {
		return List.copyOf(this.closed);
	}

	/**
	 * Returns the connections made and not closed.
	 * @return the open connections, in order
	 */
	public synchronized List<C> open() {
		List<C> open = new ArrayList<>(this.opened);
		this.closed.forEach(open::remove);
		return open;
	}

	// What the manager calls

	@Override
	public C open(ConnectionAttempt attempt) throws Exception {
		Opener<C> step;
		synchronized (this) {
			this.attempts.add(attempt);
			step = this.script.poll();
		}
		if (step != null) {
			return step.open(attempt);
		}
		attempt.connected();
		return connection();
	}

	@Override
	public void close(C connection) throws Exception {
		Closer<? super C> closer;
		synchronized (this) {
			this.closed.add(connection);
			this.events.getOrDefault(connection, () -> {
			}).run();
			closer = this.closer;
		}
		closer.close(connection);
	}

	private void sleepThrough(Duration delay) {
		boolean interrupted = false;
		Instant end = this.time.now().plus(delay);
		while (this.time.now().isBefore(end)) {
			try {
				this.time.sleep(Duration.between(this.time.now(), end));
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> E sneaky(Throwable failure) throws E {
		throw (E) failure;
	}

}
