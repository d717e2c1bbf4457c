package io.connectionmanager.engine;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.engine.notify.ConnectionHandle;
import io.connectionmanager.engine.runtime.SerialTask;

/**
 * The connections of a manager that {@code open} has returned and whose {@code close} has
 * not returned, the close tasks of those that are being closed, and the calls that
 * abandoned attempts have left running. Thread-safe.
 *
 * @param <C> the type of the connection
 */
final class OpenConnections<C> {

	/** Connections that are not being closed. */
	private @Nullable ConnectionHandle<C> open;

	private @Nullable CloseTask<C> closing;

	/** Made with the first. */
	private @Nullable AbandonedCalls abandoned;

	/**
	 * Adds a connection.
	 * @param handle the connection
	 * @return {@code false} if it already contains the same connection
	 */
	synchronized boolean add(ConnectionHandle<C> handle) {
		for (ConnectionHandle<C> other = this.open; other != null; other = other.next()) {
			if (other.connection() == handle.connection()) {
				return false;
			}
		}
		for (CloseTask<C> task = this.closing; task != null; task = task.next) {
			if (task.handle().connection() == handle.connection()) {
				return false;
			}
		}
		handle.next(this.open);
		this.open = handle;
		return true;
	}

	/**
	 * Removes a connection that is not being closed.
	 * @param handle the connection
	 * @return whether it was present
	 */
	synchronized boolean remove(ConnectionHandle<C> handle) {
		ConnectionHandle<C> before = null;
		for (ConnectionHandle<C> other = this.open; other != null; other = other.next()) {
			if (other == handle) {
				if (before != null) {
					before.next(handle.next());
				}
				else {
					this.open = handle.next();
				}
				return true;
			}
			before = other;
		}
		return false;
	}

	/**
	 * Returns the close task of a connection, and creates it if there is none.
	 * @param context the manager
	 * @param handle the connection
	 * @return the close task, or {@code null} if the connection has been closed
	 */
	synchronized @Nullable CloseTask<C> close(ManagerContext<C> context, ConnectionHandle<C> handle) {
		for (CloseTask<C> task = this.closing; task != null; task = task.next) {
			if (task.handle() == handle) {
				return task;
			}
		}
		// If memory is short, nothing has been changed so far.
		CloseTask<C> task = new CloseTask<>(context, handle, this::removeClosed);
		if (!remove(handle)) {
			return null;
		}
		task.next = this.closing;
		this.closing = task;
		return task;
	}

	/**
	 * Returns the closing that was made last, of those that have not returned.
	 * @return the closing, or {@code null} if there is none
	 */
	synchronized @Nullable CloseTask<C> latestClosing() {
		return this.closing;
	}

	private synchronized void removeClosed(CloseTask<C> task) {
		CloseTask<C> before = null;
		for (CloseTask<C> other = this.closing; other != null; other = other.next) {
			if (other == task) {
				if (before != null) {
					before.next = task.next;
				}
				else {
					this.closing = task.next;
				}
				return;
			}
			before = other;
		}
	}

	/**
	 * Returns the calls of attempts that were given up.
	 * @return the calls
	 */
	synchronized AbandonedCalls abandonedCalls() {
		AbandonedCalls abandoned = this.abandoned;
		if (abandoned == null) {
			abandoned = new AbandonedCalls();
			this.abandoned = abandoned;
		}
		return abandoned;
	}

	/** The connection is up: should calls hang again, that is worth another warning. */
	synchronized void forgetWarning() {
		if (this.abandoned != null) {
			this.abandoned.forgetWarning();
		}
	}

	/**
	 * Hands every action that aborts an attempt, and has not returned, to an action.
	 * @param action the action
	 */
	synchronized void forEachAbandonTask(Consumer<? super SerialTask> action) {
		if (this.abandoned != null) {
			this.abandoned.forEach(action);
		}
	}

	/**
	 * Hands the closing of every connection to an action, which must not change what is
	 * here.
	 * @param action the action
	 */
	synchronized void forEachClosing(Consumer<? super CloseTask<C>> action) {
		for (CloseTask<C> task = this.closing; task != null; task = task.next) {
			action.accept(task);
		}
	}

}
