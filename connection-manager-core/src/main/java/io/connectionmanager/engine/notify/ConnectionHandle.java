package io.connectionmanager.engine.notify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A connection that a connector has returned, with its attempt and the number of its
 * holders. A connection that is given up on request is closed when all holders have
 * released it.
 *
 * @param <C> the type of the connection
 */
public final class ConnectionHandle<C> {

	private static final VarHandle HOLDERS;

	static {
		try {
			HOLDERS = MethodHandles.lookup().findVarHandle(ConnectionHandle.class, "holders", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final long generation;

	private final C connection;

	/**
	 * Created on first use. Several threads may create it; the results are equivalent.
	 */
	private @Nullable Optional<C> optional;

	/**
	 * The number of subscriptions between the beginning of {@code connected} and the end
	 * of {@code disconnected}, plus one for the manager until it drains. Once at 0, it
	 * stays at 0.
	 */
	private volatile int holders = 1;

	/**
	 * Written before the state that shows the end is published, and read after that state
	 * was seen.
	 */
	private @Nullable Throwable cause;

	/** Belongs to the list that this handle is in. */
	private @Nullable ConnectionHandle<C> next;

	/**
	 * Creates a handle that the manager holds.
	 * @param generation the attempt
	 * @param connection the connection
	 */
	public ConnectionHandle(long generation, C connection) {
		this.generation = generation;
		this.connection = connection;
	}

	/**
	 * Returns the attempt that opened the connection.
	 * @return the generation
	 */
	public long generation() {
		return this.generation;
	}

	/**
	 * Returns the connection.
	 * @return the connection
	 */
	public C connection() {
		return this.connection;
	}

	/**
	 * Returns the connection as an {@link Optional}, the same object each time.
	 * @return the connection
	 */
	public Optional<C> asOptional() {
		Optional<C> optional = this.optional;
		if (optional == null) {
			optional = Optional.of(this.connection);
			this.optional = optional;
		}
		return optional;
	}

	/**
	 * Returns why the connection was lost.
	 * @return the cause, or {@code null} if it was given up on request
	 */
	public @Nullable Throwable cause() {
		return this.cause;
	}

	/**
	 * Records why the connection ends, before the end is published.
	 * @param cause the cause, or {@code null} if it was given up on request
	 */
	public void endedBy(@Nullable Throwable cause) {
		this.cause = cause;
	}

	/**
	 * Returns the next handle in the list that this handle belongs to.
	 * @return the next handle, or {@code null}
	 */
	public @Nullable ConnectionHandle<C> next() {
		return this.next;
	}

	/**
	 * Links this handle.
	 * @param next the next handle, or {@code null}
	 */
	public void next(@Nullable ConnectionHandle<C> next) {
		this.next = next;
	}

	/**
	 * Adds a holder of the connection.
	 * @return {@code false} if it is too late, because all holders have released it
	 */
	boolean tryRetain() {
		int count;
		do {
			count = this.holders;
			if (count == 0) {
				return false;
			}
		}
		while (!HOLDERS.compareAndSet(this, count, count + 1));
		return true;
	}

	/**
	 * Removes a holder of the connection.
	 * @return whether it was the last one
	 */
	public boolean release() {
		return (int) HOLDERS.getAndAdd(this, -1) == 1;
	}

	@Override
	public String toString() {
		return "connection of attempt " + this.generation;
	}

}
