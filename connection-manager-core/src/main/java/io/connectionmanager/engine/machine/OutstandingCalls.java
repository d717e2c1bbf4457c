package io.connectionmanager.engine.machine;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The calls of the connector that have not returned, which the next attempt may have to
 * wait for. Both lists are empty most of the time.
 *
 * @param abandonedOpens attempts that were given up while their {@code open}, or its
 * stage, was running
 * @param closings connections whose {@code close} has not returned
 */
public record OutstandingCalls(List<Long> abandonedOpens, List<Closing> closings) {

	/** The number of abandoned calls of {@code open} at which the next attempt waits. */
	static final int MAX_ABANDONED_OPENS = 3;

	/**
	 * The number of calls of {@code close} past their grace at which the next attempt
	 * waits.
	 */
	static final int MAX_HANGING_CLOSES = 10;

	/** The maximum time that a closing may delay the next attempt, in nanoseconds. */
	public static final long CLOSE_GRACE = 1_000_000_000;

	static final OutstandingCalls NONE = new OutstandingCalls(List.of(), List.of());

	OutstandingCalls openAbandoned(long generation) {
		return of(with(this.abandonedOpens, generation), this.closings);
	}

	OutstandingCalls openReturned(long generation) {
		if (!this.abandonedOpens.contains(generation)) {
			return this;
		}
		List<Long> others = new ArrayList<>(this.abandonedOpens);
		others.remove(generation);
		return of(others, this.closings);
	}

	OutstandingCalls closeRequested(long generation) {
		return of(this.abandonedOpens, with(this.closings, new Closing(generation, false, 0)));
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
		return of(this.abandonedOpens, next);
	}

	private static OutstandingCalls of(List<Long> abandonedOpens, List<Closing> closings) {
		return (abandonedOpens.isEmpty() && closings.isEmpty()) ? NONE
				: new OutstandingCalls(List.copyOf(abandonedOpens), List.copyOf(closings));
	}

	private static <E> List<E> with(List<E> list, E element) {
		if (list.isEmpty()) {
			return List.of(element);
		}
		List<E> longer = new ArrayList<>(list);
		longer.add(element);
		return longer;
	}

	boolean tooMany(long now) {
		return this.abandonedOpens.size() >= MAX_ABANDONED_OPENS
				|| this.closings.size() >= MAX_HANGING_CLOSES && hangingCloses(now) >= MAX_HANGING_CLOSES;
	}

	private int hangingCloses(long now) {
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
