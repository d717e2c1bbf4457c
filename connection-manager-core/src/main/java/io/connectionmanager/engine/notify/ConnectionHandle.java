package io.connectionmanager.engine.notify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A connection that a connector has returned, with the attempt that it belongs to and the
 * number of those who hold it: a connection that is given up on request is closed when
 * all have let go.
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
	 * Made when first asked for. Any thread may make it again: one is as good as another.
	 */
	private @Nullable Optional<C> optional;

	/**
	 * Subscriptions that have called, or are calling, {@code connected} and have not
	 * returned from {@code disconnected}; and one for the manager, until it drains. Once
	 * at 0 it stays there.
	 */
	private volatile int holders = 1;

	/**
	 * Written before the state that shows the end is published, read after it was seen.
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
	 * Returns the connection as readers get it: the same object each time.
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
	 * Notes why the connection ends, before that is published.
	 * @param cause the cause, or {@code null} if it was given up on request
	 */
	public void endedBy(@Nullable Throwable cause) {
		this.cause = cause;
	}

	/**
	 * Returns what follows in the list that this handle is in.
	 * @return the next handle, or {@code null}
	 */
	public @Nullable ConnectionHandle<C> next() {
		return this.next;
	}

	/**
	 * Links this handle.
	 * @param next what follows, or {@code null}
	 */
	public void next(@Nullable ConnectionHandle<C> next) {
		this.next = next;
	}

	/**
	 * Takes hold of the connection.
	 * @return {@code false} if it is too late: all have let go
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
	 * Lets go of the connection.
	 * @return whether that was the last one
	 */
	public boolean release() {
		return (int) HOLDERS.getAndAdd(this, -1) == 1;
	}

	@Override
	public String toString() {
		return "connection of attempt " + this.generation;
	}

}
