package io.connectionmanager.engine.machine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The calls of the connector that have not returned, which the next attempt may have to
 * wait for. All lists are empty most of the time.
 *
 * @param abandonedOpens attempts that were given up while their {@code open}, or its
 * stage, was running
 * @param abandonActions attempts that were given up and have an action to abort them that
 * has not returned, once for each action
 * @param closings connections whose {@code close} has not returned
 */
public record OutstandingCalls(List<Long> abandonedOpens, List<Long> abandonActions, List<Closing> closings) {

	/**
	 * The number of abandoned attempts with something still running at which the next
	 * attempt waits.
	 */
	static final int MAX_ABANDONED = 3;

	/**
	 * The number of calls of {@code close} past their grace at which the next attempt
	 * waits. Fewer delay nothing, but each may hold a thread.
	 */
	static final int MAX_HANGING_CLOSES = 100;

	/** The maximum time that a closing may delay the next attempt, in nanoseconds. */
	public static final long CLOSE_GRACE = 1_000_000_000;

	static final OutstandingCalls NONE = new OutstandingCalls(List.of(), List.of(), List.of());

	OutstandingCalls openAbandoned(long generation) {
		return of(with(this.abandonedOpens, generation), this.abandonActions, this.closings);
	}

	OutstandingCalls openReturned(long generation) {
		if (!this.abandonedOpens.contains(generation)) {
			return this;
		}
		return of(without(this.abandonedOpens, generation), this.abandonActions, this.closings);
	}

	OutstandingCalls abandonRequested(long generation) {
		return of(this.abandonedOpens, with(this.abandonActions, generation), this.closings);
	}

	OutstandingCalls abandonReturned(long generation) {
		return of(this.abandonedOpens, without(this.abandonActions, generation), this.closings);
	}

	OutstandingCalls closeRequested(long generation) {
		return of(this.abandonedOpens, this.abandonActions, with(this.closings, new Closing(generation, false, 0)));
	}

	OutstandingCalls closeCalled(long generation, long now) {
		return withClosing(generation, new Closing(generation, true, now));
	}

	OutstandingCalls closeReturned(long generation) {
		return withClosing(generation, null);
	}

	private OutstandingCalls withClosing(long generation, @Nullable Closing replacement) {
		List<Closing> next = new ArrayList<>(this.closings.size());
		for (Closing closing : this.closings) {
			if (closing.generation() != generation) {
				next.add(closing);
			}
			else if (replacement != null) {
				next.add(replacement);
			}
		}
		return of(this.abandonedOpens, this.abandonActions, next);
	}

	private static OutstandingCalls of(List<Long> abandonedOpens, List<Long> abandonActions, List<Closing> closings) {
		return (abandonedOpens.isEmpty() && abandonActions.isEmpty() && closings.isEmpty()) ? NONE
				: new OutstandingCalls(List.copyOf(abandonedOpens), List.copyOf(abandonActions), List.copyOf(closings));
	}

	private static <E> List<E> with(List<E> list, E element) {
		if (list.isEmpty()) {
			return List.of(element);
		}
		List<E> longer = new ArrayList<>(list);
		longer.add(element);
		return longer;
	}

	private static List<Long> without(List<Long> list, long element) {
		List<Long> shorter = new ArrayList<>(list);
		shorter.remove(element);
		return shorter;
	}

	/**
	 * Returns how many abandoned attempts have something running: {@code open}, its
	 * stage, or an action to abort it.
	 * @return the number
	 */
	public int abandoned() {
		if (this.abandonActions.isEmpty()) {
			return this.abandonedOpens.size();
		}
		Set<Long> attempts = new HashSet<>(this.abandonedOpens);
		attempts.addAll(this.abandonActions);
		return attempts.size();
	}

	/**
	 * Returns whether every call has returned.
	 * @return whether there is none
	 */
	public boolean isEmpty() {
		return this == NONE;
	}

	boolean tooMany(long now) {
		return abandoned() >= MAX_ABANDONED
				|| this.closings.size() >= MAX_HANGING_CLOSES && hangingCloses(now) >= MAX_HANGING_CLOSES;
	}

	/**
	 * Returns how many calls of {@code close} have not returned within their grace.
	 * @param now the time of the ticker, in nanoseconds
	 * @return the number
	 */
	public int hangingCloses(long now) {
		int hanging = 0;
		for (Closing closing : this.closings) {
			hanging += hasHadItsGrace(closing, now) ? 1 : 0;
		}
		return hanging;
	}

	/**
	 * Returns whether no closing delays an attempt: each has returned, or its grace has
	 * expired.
	 */
	boolean closingsAllow(long now) {
		for (Closing closing : this.closings) {
			if (!hasHadItsGrace(closing, now)) {
				return false;
			}
		}
		return true;
	}

	private static boolean hasHadItsGrace(Closing closing, long now) {
		return closing.called() && now - closing.calledAt() >= CLOSE_GRACE;
	}

	/**
	 * Returns whether {@code close} still has to be called for some connection. It is
	 * then unknown when its grace will expire.
	 */
	boolean closeIsUncalled() {
		for (Closing closing : this.closings) {
			if (!closing.called()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns when the grace of the last closing expires, provided that all have been
	 * called.
	 */
	long closeGraceEnds(long now) {
		long end = now;
		for (Closing closing : this.closings) {
			long due = closing.calledAt() + CLOSE_GRACE;
			end = (due - end > 0) ? due : end;
		}
		return end;
	}

}
