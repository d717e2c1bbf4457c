package io.connectionmanager.engine;

import org.jspecify.annotations.Nullable;

/**
 * Knows whose callbacks the current thread is in, so that {@code close()} does not wait
 * for its own caller.
 */
final class Callbacks {

	/**
	 * A place for each thread: of the JDK's types, so that a thread that outlives this
	 * library does not hold its classes.
	 */
	private static final ThreadLocal<@Nullable Object[]> CURRENT = ThreadLocal.withInitial(() -> new Object[1]);

	private Callbacks() {
	}

	/**
	 * Notes that the thread enters user code on behalf of a manager.
	 * @param manager the manager
	 * @return where the thread was before, for {@link #exit}
	 */
	static @Nullable Object enter(ManagedConnection<?> manager) {
		@Nullable Object[] current = CURRENT.get();
		Object outer = current[0];
		current[0] = (outer == null) ? manager : new Nested(manager, outer);
		return outer;
	}

	/**
	 * Notes that the thread has left user code.
	 * @param outer what {@link #enter} has returned
	 */
	static void exit(@Nullable Object outer) {
		CURRENT.get()[0] = outer;
	}

	static boolean isInside(ManagedConnection<?> manager) {
		Object place = CURRENT.get()[0];
		while (place instanceof Nested nested && nested.manager() != manager) {
			place = nested.outer();
		}
		return place == manager || place instanceof Nested;
	}

	/**
	 * A callback within another one.
	 *
	 * @param manager the manager that calls back
	 * @param outer the manager of the callback around it, or what is nested there
	 */
	private record Nested(ManagedConnection<?> manager, Object outer) {
	}

}
