package io.connectionmanager;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A listener that records the latest transitions and outages of one manager. It holds
 * neither exceptions nor connections, only their displayable form. Thread-safe.
 */
public final class ConnectionHistory implements ConnectionListener {

	private final int size;

	private final Masking masking;

	// Everything below is guarded by this.

	private final Deque<Entry> transitions = new ArrayDeque<>();

	private final Deque<Outage> outages = new ArrayDeque<>();

	private @Nullable Outage current;

	/**
	 * Creates an empty history.
	 * @param size the maximum number of transitions, and of outages, to record; 0 for
	 * none
	 * @param masking masks secrets in the messages of failures
	 */
	public ConnectionHistory(int size, Masking masking) {
		if (size < 0) {
			throw new IllegalArgumentException("size must not be negative, but is " + size);
		}
		this.size = size;
		this.masking = masking;
	}

	@Override
	public void onTransition(ConnectionTransition transition) {
		FailureKind kind = transition.failureKind().orElse(FailureKind.OTHER);
		Entry entry = Entry.of(transition, this.masking);
		synchronized (this) {
			remember(this.transitions, entry);
			if (this.current != null) {
				this.current = this.current.after(transition, kind, this.masking);
			}
			else if (Outage.isBegunBy(transition)) {
				this.current = Outage.begin(transition, kind, this.masking);
			}
		}
	}

	@Override
	public synchronized void onOutageOver(String name, Instant ended, Duration length) {
		if (this.current != null) {
			remember(this.outages, this.current.over(ended, length));
			this.current = null;
		}
	}

	private <E> void remember(Deque<E> ring, E element) {
		ring.addLast(element);
		if (ring.size() > this.size) {
			ring.removeFirst();
		}
	}

	/**
	 * Returns the latest transitions.
	 * @return the transitions, oldest first
	 */
	public synchronized List<Entry> transitions() {
		return List.copyOf(this.transitions);
	}

	/**
	 * Returns the latest outages.
	 * @return the outages, oldest first, including an ongoing one
	 */
	public synchronized List<Outage> outages() {
		List<Outage> outages = new ArrayList<>(this.outages);
		outage().ifPresent(outages::add);
		return outages;
	}

	/**
	 * Returns the ongoing outage.
	 * @return the outage, or empty if there is none
	 */
	public synchronized Optional<Outage> outage() {
		return Optional.ofNullable(this.current);
	}

	/**
	 * A recorded transition.
	 *
	 * @param from the state left
	 * @param to the state entered
	 * @param attempt the number of the attempt within the outage
	 * @param kind the kind of failure that led to it, or {@link FailureKind#REQUESTED};
	 * empty if nothing failed
	 * @param cause the failure that led to it: its type and masked message
	 * @param at when it happened, by the wall clock
	 * @param inPrevious the duration of the state left
	 */
	public record Entry(ConnectionState from, ConnectionState to, int attempt, Optional<FailureKind> kind,
			Optional<String> cause, Instant at, Duration inPrevious) {

		private static Entry of(ConnectionTransition transition, Masking masking) {
			return new Entry(transition.from(), transition.to(), transition.attempt(), transition.failureKind(),
					transition.cause().map(masking::describe), transition.at(), transition.inPrevious());
		}

	}

}
