package io.connectionmanager.engine.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A queue of elements that any thread may add, and that one thread at a time handles, in
 * order. It owns no thread, and its monitor is never held while an element is handled.
 * <table>
 * <caption>States</caption>
 * <tr>
 * <th>{@code first}</th>
 * <th>{@code draining}</th>
 * <th></th>
 * </tr>
 * <tr>
 * <td>{@code null}</td>
 * <td>{@code false}</td>
 * <td>idle</td>
 * </tr>
 * <tr>
 * <td>an element</td>
 * <td>{@code true}</td>
 * <td>a thread handles the element, or is about to</td>
 * </tr>
 * <tr>
 * <td>an element</td>
 * <td>{@code false}</td>
 * <td>stalled: the element has failed, or the thread that added it has not drained the
 * queue yet. The next {@link #drain} handles it</td>
 * </tr>
 * </table>
 * The stack of the calling thread may be almost exhausted, so no method is called while
 * the state changes: an overflow would leave the change half done.
 *
 * @param <E> the type of the elements
 */
public final class SerialQueue<E extends SerialQueue.Element<E>> {

	private @Nullable E first;

	private @Nullable E last;

	/** Set while the monitor is held, and cleared by the thread that set it. */
	private volatile boolean draining;

	/**
	 * Adds an element. Allocates nothing. The caller has to drain the queue afterwards.
	 * It may hold the monitor of this queue to do something else in the same step.
	 * @param element the element, which must not be in a queue
	 */
	public synchronized void add(E element) {
		if (this.last == null) {
			this.first = element;
		}
		else {
			((Element<E>) this.last).next = element;
		}
		this.last = element;
	}

	/**
	 * Handles elements until none are left, unless another thread is doing so. An element
	 * whose handling throws stays first, and is handled again by the next call; the same
	 * applies to an element that was handled when the stack was exhausted.
	 * @param handler handles an element
	 * @return {@code false} if an element has failed
	 */
	public boolean drain(Handler<? super E> handler) {
		E element;
		synchronized (this) {
			element = this.draining ? null : this.first;
			if (element != null) {
				this.draining = true;
			}
		}
		boolean failed = element != null;
		try {
			while (element != null) {
				handler.handle(element);
				synchronized (this) {
					element = ((Element<E>) element).next;
					this.first = element;
					if (element == null) {
						this.last = null;
						this.draining = false;
						failed = false;
					}
				}
			}
		}
		catch (Throwable ex) {
			UncaughtFailures.log(handler, ex);
		}
		finally {
			if (failed) {
				// Without the monitor: entering it takes stack.
				this.draining = false;
			}
		}
		return !failed;
	}

	/**
	 * Returns whether there is an element that no thread handles.
	 * @return whether {@link #drain} has to be called
	 */
	public synchronized boolean isStalled() {
		return this.first != null && !this.draining;
	}

	/**
	 * An element, which can be in one queue once.
	 *
	 * @param <E> the type of the elements
	 */
	public abstract static class Element<E> {

		private @Nullable E next;

	}

	/**
	 * A handler of elements.
	 *
	 * @param <E> the type of the elements
	 */
	@FunctionalInterface
	public interface Handler<E> {

		/**
		 * Handles an element; called again for the same element if it throws.
		 * @param element the element
		 */
		void handle(E element);

	}

}
