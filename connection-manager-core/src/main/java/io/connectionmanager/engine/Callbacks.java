package io.connectionmanager.engine;

import org.jspecify.annotations.Nullable;

/**
 * Knows whose callbacks the current thread is in, so that {@code close()} does not wait
 * for its own caller.
 */
final class Callbacks {

	private static final ThreadLocal<@Nullable Frame> CURRENT = new ThreadLocal<>();

	private Callbacks() {
	}

	/**
	 * Notes that the thread enters user code on behalf of a manager.
	 * @param manager the manager
	 * @return what {@link #exit(Frame)} wants
	 */
	static Frame enter(ManagedConnection<?> manager) {
		Frame frame = new Frame(manager, CURRENT.get());
		CURRENT.set(frame);
		return frame;
	}

	static void exit(Frame frame) {
		if (frame.outer() != null) {
			CURRENT.set(frame.outer());
		}
		else {
			CURRENT.remove();
		}
	}

	static boolean isInside(ManagedConnection<?> manager) {
		for (Frame frame = CURRENT.get(); frame != null; frame = frame.outer()) {
			if (frame.manager() == manager) {
				return true;
			}
		}
		return false;
	}

	record Frame(ManagedConnection<?> manager, @Nullable Frame outer) {
	}

}
