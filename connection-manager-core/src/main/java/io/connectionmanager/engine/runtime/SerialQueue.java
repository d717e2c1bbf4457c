package io.connectionmanager.engine.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Elements that are added by any thread and handled by one thread at a time, in order. It
 * owns no thread, and its monitor is never held while an element is handled.
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
 * <td>stalled: the element has failed, or the thread that added it has not come yet. The
 * next {@link #drain} handles it</td>
 * </tr>
 * </table>
 * The stack of the calling thread may be all but used up. So where the state changes
 * there is no call that could overflow it and leave a change half done.
 *
 * @param <E> the type of the elements
 */
public final class SerialQueue<E extends SerialQueue.Element<E>> {

	private @Nullable E first;

	private @Nullable E last;

	/** Set with the monitor held, and cleared by the thread that has set it. */
	private volatile boolean draining;

	/**
	 * Adds an element. Allocates nothing. The caller sees to it that the queue is
	 * drained. It may hold the monitor of this queue to do something else in the same
	 * step.
	 * @param element the element, in no queue
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
	 * Handles elements until there are none, unless another thread does. An element whose
	 * handling throws stays first and is handled again with the next call; so is one that
	 * was handled when the stack was used up.
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
				// Without the monitor: to enter it takes stack.
				this.draining = false;
			}
		}
		return !failed;
	}

	/**
	 * Returns whether there is an element that no thread handles.
	 * @return whether {@link #drain} is to be called
	 */
	public synchronized boolean isStalled() {
		return this.first != null && !this.draining;
	}

	/**
	 * What can be in a queue, once.
	 *
	 * @param <E> the type of the elements
	 */
	public abstract static class Element<E> {

		private @Nullable E next;

	}

	/**
	 * Handles elements.
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
