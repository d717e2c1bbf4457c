package io.connectionmanager.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Takes actions from any thread and has one thread at a time run them, in order. It owns
 * no thread and takes no lock, and an idle one holds nothing.
 * <p>
 * All is in one field, {@code newest}:
 * <table>
 * <caption>States</caption>
 * <tr>
 * <td>{@code null}</td>
 * <td>idle: who puts an action has to see to it that {@link #drain} is called</td>
 * </tr>
 * <tr>
 * <td>{@link #DRAINING}</td>
 * <td>somebody drains, and has taken all there was</td>
 * </tr>
 * <tr>
 * <td>another letter</td>
 * <td>somebody drains or is about to; older letters follow, linked, up to {@code null} or
 * {@link #DRAINING}</td>
 * </tr>
 * </table>
 *
 * @param <X> what the actions act upon
 */
abstract class Mailbox<X> {

	private static final Letter<?> DRAINING = new Letter<>((nothing) -> {
	});

	private static final VarHandle NEWEST;

	static {
		try {
			NEWEST = MethodHandles.lookup().findVarHandle(Mailbox.class, "newest", Letter.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile @Nullable Letter<X> newest;

	/**
	 * Puts an action.
	 * @param action the action
	 * @return whether the mailbox was idle, so that the caller has to see to it that it
	 * is drained
	 */
	final boolean put(Consumer<? super X> action) {
		Letter<X> letter = new Letter<>(action);
		Letter<X> before;
		do {
			before = this.newest;
			letter.older = before;
		}
		while (!NEWEST.compareAndSet(this, before, letter));
		return before == null;
	}

	/**
	 * Runs actions until there are no more. Called once for each time that {@link #put}
	 * has returned {@code true}.
	 * @param upon what the actions act upon
	 */
	@SuppressWarnings("unchecked")
	final void drain(X upon) {
		do {
			Letter<X> taken = (Letter<X>) NEWEST.getAndSet(this, DRAINING);
			for (Letter<X> letter = oldestFirst(taken); letter != null; letter = letter.older) {
				try {
					letter.action.accept(upon);
				}
				catch (Throwable ex) {
					Unfailing.log(letter.action, ex);
				}
			}
		}
		while (!NEWEST.compareAndSet(this, DRAINING, null));
	}

	private @Nullable Letter<X> oldestFirst(@Nullable Letter<X> newest) {
		Letter<X> reversed = null;
		Letter<X> letter = newest;
		while (letter != null && letter != DRAINING) {
			Letter<X> older = letter.older;
			letter.older = reversed;
			reversed = letter;
			letter = older;
		}
		return reversed;
	}

	private static final class Letter<X> {

		private final Consumer<? super X> action;

		/**
		 * The letter put before this one; the one put after it once the order is turned.
		 */
		private @Nullable Letter<X> older;

		Letter(Consumer<? super X> action) {
			this.action = action;
		}

	}

}
