package io.connectionmanager.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A connection that a connector has returned, with the attempt that it belongs to and the
 * number of those who must hear of its end before it is closed.
 *
 * @param <C> the type of the connection
 */
final class Held<C> {

	private static final VarHandle AUDIENCE;

	static {
		try {
			AUDIENCE = MethodHandles.lookup().findVarHandle(Held.class, "audience", int.class);
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
	 * Lanes that have told, or are telling, {@code connected} and have not yet told
	 * {@code disconnected}; and one for the machine, until it drains. At 0 for good.
	 */
	private volatile int audience = 1;

	/**
	 * Written before the state that shows the end is published, read after it was seen.
	 */
	private @Nullable Throwable cause;

	Held(long generation, C connection) {
		this.generation = generation;
		this.connection = connection;
	}

	long generation() {
		return this.generation;
	}

	C connection() {
		return this.connection;
	}

	Optional<C> asOptional() {
		Optional<C> optional = this.optional;
		if (optional == null) {
			optional = Optional.of(this.connection);
			this.optional = optional;
		}
		return optional;
	}

	@Nullable Throwable cause() {
		return this.cause;
	}

	void endedBy(@Nullable Throwable cause) {
		this.cause = cause;
	}

	/**
	 * Joins those who must hear of the end.
	 * @return {@code false} if it is too late: all have heard of it
	 */
	boolean engage() {
		int count;
		do {
			count = this.audience;
			if (count == 0) {
				return false;
			}
		}
		while (!AUDIENCE.compareAndSet(this, count, count + 1));
		return true;
	}

	/**
	 * Leaves those who must hear of the end.
	 * @return whether that was the last one
	 */
	boolean disengage() {
		return (int) AUDIENCE.getAndAdd(this, -1) == 1;
	}

	@Override
	public String toString() {
		return "connection of attempt " + this.generation;
	}

}
