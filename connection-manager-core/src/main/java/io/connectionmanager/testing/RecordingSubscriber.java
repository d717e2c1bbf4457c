package io.connectionmanager.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionSubscriber;

/**
 * A subscriber that records its calls, and checks that they follow the contract. If calls
 * overlap, do not alternate or do not pair, {@link #calls()} fails the test. Thread-safe.
 *
 * @param <C> the type of the connection
 */
public final class RecordingSubscriber<C> implements ConnectionSubscriber<C> {

	private final ConnectionSubscriber<? super C> then;

	// Everything below is guarded by this.

	private final List<Call<C>> calls = new ArrayList<>();

	private final List<String> violations = new ArrayList<>();

	private @Nullable Call<C> last;

	private boolean inside;

	/**
	 * Creates a subscriber that only records.
	 */
	public RecordingSubscriber() {
		this((connection) -> {
		});
	}

	/**
	 * Creates a subscriber that records each call and then passes it on to another
	 * subscriber, which may block at a {@link VirtualTime.Gate} or throw.
	 * @param then the subscriber to call after a call was recorded
	 */
	public RecordingSubscriber(ConnectionSubscriber<? super C> then) {
		this.then = then;
	}

	@Override
	public void connected(C connection) throws Exception {
		enter(new Call<>(true, connection, Optional.empty(), Thread.currentThread()));
		try {
			this.then.connected(connection);
		}
		finally {
			leave();
		}
	}

	@Override
	public void disconnected(C connection, @Nullable Throwable cause) throws Exception {
		enter(new Call<>(false, connection, Optional.ofNullable(cause), Thread.currentThread()));
		try {
			this.then.disconnected(connection, cause);
		}
		finally {
			leave();
		}
	}

	private synchronized void enter(Call<C> call) {
		Call<C> last = this.last;
		boolean lastConnected = last != null && last.connected();
		if (this.inside) {
			this.violations.add(call + " while another call was under way");
		}
		if (call.connected() == lastConnected) {
			this.violations.add(call + " after " + last);
		}
		else if (last != null && lastConnected && last.connection() != call.connection()) {
			this.violations.add(call + " does not pair with " + last);
		}
		this.inside = true;
		this.last = call;
		this.calls.add(call);
	}

	private synchronized void leave() {
		this.inside = false;
	}

	/**
	 * Returns the calls so far.
	 * @return all calls, in order
	 * @throws AssertionError if they violate the contract of a subscriber
	 */
	public synchronized List<Call<C>> calls() {
		if (!this.violations.isEmpty()) {
			throw new AssertionError("Calls violate the contract: " + this.violations);
		}
		return List.copyOf(this.calls);
	}

	/**
	 * Returns the calls so far in short form: {@code "+c"} for connected, {@code "-c"}
	 * for disconnected.
	 * @return all calls, in order
	 * @throws AssertionError if they violate the contract of a subscriber
	 */
	public List<String> told() {
		return calls().stream().map(Call::toString).toList();
	}

	/**
	 * A call of the subscriber.
	 *
	 * @param connected whether it was {@code connected} rather than {@code disconnected}
	 * @param connection the connection
	 * @param cause the cause of {@code disconnected}
	 * @param thread the thread that called
	 * @param <C> the type of the connection
	 */
	public record Call<C>(boolean connected, C connection, Optional<Throwable> cause, Thread thread) {

		@Override
		public String toString() {
			return (this.connected ? "+" : "-") + this.connection;
		}

	}

}
