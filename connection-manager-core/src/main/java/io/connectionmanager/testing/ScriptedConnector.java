package io.connectionmanager.testing;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.Closer;
import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionRejectedException;
import io.connectionmanager.Connector;
import io.connectionmanager.Opener;
import io.connectionmanager.RetryAfterException;

/**
 * A connector that follows a script. Each attempt takes the next step of the script; when
 * no step is left, attempts succeed at once. It records which connections it has opened
 * and closed. <pre class="code">
 * ScriptedConnector&lt;String&gt; connector = new ScriptedConnector&lt;&gt;(time, (n) -&gt; "connection " + n)
 *     .fail(new ConnectException("refused"))
 *     .hang()
 *     .succeedThenLose(Duration.ofMinutes(1), new EOFException());
 * </pre> Thread-safe.
 *
 * @param <C> the type of the connection
 */
public final class ScriptedConnector<C> implements Connector<C> {

	private final VirtualTime time;

	private final IntFunction<? extends C> connections;

	// Everything below is guarded by this.

	private final Deque<Opener<C>> script = new ArrayDeque<>();

	private final Map<URI, Throwable> failingEndpoints = new HashMap<>();

	private Closer<? super C> closer = (connection) -> {
	};

	private final List<ConnectionAttempt> attempts = new ArrayList<>();

	private final List<C> opened = new ArrayList<>();

	private final List<C> closed = new ArrayList<>();

	/** Cancels the pending event of a connection. */
	private final Map<C, Runnable> events = new IdentityHashMap<>();

	/**
	 * Creates a connector.
	 * @param time the time in which it delays and blocks
	 * @param connections creates the n-th connection, counted from 1
	 */
	public ScriptedConnector(VirtualTime time, IntFunction<? extends C> connections) {
		this.time = time;
		this.connections = connections;
	}

	// The script

	/**
	 * Adds a step: the attempt succeeds at once.
	 * @return this connector
	 */
	public ScriptedConnector<C> succeed() {
		return then((attempt) -> {
			attempt.connected();
			return connection();
		});
	}

	/**
	 * Adds a step: the attempt fails.
	 * @param failure the exception that {@code open} throws
	 * @return this connector
	 */
	public ScriptedConnector<C> fail(Throwable failure) {
		return then((attempt) -> {
			throw ScriptedConnector.<RuntimeException>sneaky(failure);
		});
	}

	/**
	 * Adds steps: several attempts fail.
	 * @param failure the exception that {@code open} throws
	 * @param times the number of attempts
	 * @return this connector
	 */
	public ScriptedConnector<C> fail(Throwable failure, int times) {
		for (int i = 0; i < times; i++) {
			fail(failure);
		}
		return this;
	}

	/**
	 * Adds a step: the attempt fails with a rejection, after which retrying is pointless.
	 * @return this connector
	 */
	public ScriptedConnector<C> reject() {
		return fail(new ConnectionRejectedException("rejected by the script"));
	}

	/**
	 * Adds a step: the attempt fails, and the peer says when to come back.
	 * @param retryAfter the delay that the peer asks for
	 * @return this connector
	 */
	public ScriptedConnector<C> retryAfter(Duration retryAfter) {
		return fail(new RetryAfterException("the script asks to wait", retryAfter));
	}

	/**
	 * Makes every attempt at an endpoint fail. Such an attempt takes no step of the
	 * script.
	 * @param endpoint the endpoint
	 * @param failure the exception that {@code open} throws
	 * @return this connector
	 */
	public synchronized ScriptedConnector<C> failAt(URI endpoint, Throwable failure) {
		this.failingEndpoints.put(endpoint, failure);
		return this;
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
	 * Adds a step: {@code open} returns a connection that does not become ready.
	 * @return this connector
	 */
	public ScriptedConnector<C> neverReady() {
		return then((attempt) -> connection());
	}

	/**
	 * Adds a step: {@code open} succeeds after a delay, and ignores an interrupt.
	 * @param delay the delay
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
	 * delay.
	 * @param delay the delay
	 * @return this connector
	 */
	public ScriptedConnector<C> readyAfter(Duration delay) {
		return then((attempt) -> later(delay, attempt::connected));
	}

	/**
	 * Adds a step: the attempt succeeds at once, and the connection is lost later.
	 * @param uptime the time that the connection stays up
	 * @param cause the cause of the loss, or {@code null}
	 * @return this connector
	 */
	public ScriptedConnector<C> succeedThenLose(Duration uptime, @Nullable Throwable cause) {
		return then((attempt) -> {
			attempt.connected();
			return later(uptime, () -> attempt.disconnected(cause));
		});
	}

	/**
	 * Adds a step: the attempt succeeds at once with a connection that is watched. The
	 * peer answers some probes and then falls silent, so that the connection is lost when
	 * the keep-alive notices.
	 * @param answers the number of probes that the peer answers
	 * @return this connector
	 * @see ConnectionAttempt#keepAlive
	 */
	public ScriptedConnector<C> succeedThenFallSilent(int answers) {
		return then((attempt) -> {
			AtomicInteger probes = new AtomicInteger();
			attempt.keepAlive(() -> {
				if (probes.incrementAndGet() <= answers) {
					attempt.alive();
				}
			});
			attempt.connected();
			return connection();
		});
	}

	/**
	 * Adds a custom step, which may call {@link #connection()}.
	 * @param step the step
	 * @return this connector
	 */
	public synchronized ScriptedConnector<C> then(Opener<C> step) {
		this.script.add(step);
		return this;
	}

	/**
	 * Sets the action that closes a connection.
	 * @param closer the action, called after the connection was recorded as closed
	 * @return this connector
	 */
	public synchronized ScriptedConnector<C> onClose(Closer<? super C> closer) {
		this.closer = closer;
		return this;
	}

	/**
	 * Makes closing fail.
	 * @param failure the exception to throw
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
	 * Creates a connection, which is then expected to be closed.
	 * @return the connection
	 */
	public synchronized C connection() {
		C connection = this.connections.apply(this.opened.size() + 1);
		this.opened.add(connection);
		return connection;
	}

	/**
	 * Creates a connection to which something happens later, unless it is closed first.
	 */
	private synchronized C later(Duration delay, Runnable event) {
		C connection = connection();
		this.events.put(connection, this.time.schedule(event, delay.toNanos()));
		return connection;
	}

	// Records

	/**
	 * Returns the attempts so far.
	 * @return all attempts, in order
	 */
	public synchronized List<ConnectionAttempt> attempts() {
		return List.copyOf(this.attempts);
	}

	/**
	 * Returns the latest attempt, for giving its signals.
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
	 * Returns the connections created so far.
	 * @return all connections, in order
	 */
	public synchronized List<C> opened() {
		return List.copyOf(this.opened);
	}

	/**
	 * Returns the closed connections. One that was closed twice is contained twice.
	 * @return the closed connections, in order
	 */
	public synchronized List<C> closed() {
		return List.copyOf(this.closed);
	}

	/**
	 * Returns the connections that were created and not closed.
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
			Throwable failure = attempt.endpoint().map(this.failingEndpoints::get).orElse(null);
			if (failure != null) {
				throw ScriptedConnector.<RuntimeException>sneaky(failure);
			}
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
