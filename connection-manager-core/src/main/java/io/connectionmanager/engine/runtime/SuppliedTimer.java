package io.connectionmanager.engine.runtime;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionRuntime.Timer;

/**
 * A timer of the application. It is called while a decision is carried out, so what it
 * calls in turn must not wait for that.
 */
public final class SuppliedTimer implements Timer {

	/** Whether the current thread is calling one: a place of the JDK's types. */
	private static final ThreadLocal<boolean[]> CALLING = ThreadLocal.withInitial(() -> new boolean[1]);

	private final Timer timer;

	SuppliedTimer(Timer timer) {
		this.timer = timer;
	}

	/**
	 * Returns whether the current thread is in a timer of an application.
	 * @return whether it is
	 */
	public static boolean isCalling() {
		return CALLING.get()[0];
	}

	@Override
	public Runnable schedule(Runnable task, long delayNanos) {
		boolean[] calling = CALLING.get();
		boolean outer = calling[0];
		calling[0] = true;
		try {
			Runnable cancellation = this.timer.schedule(task, delayNanos);
			return () -> cancel(cancellation);
		}
		finally {
			calling[0] = outer;
		}
	}

	private static void cancel(@Nullable Runnable cancellation) {
		boolean[] calling = CALLING.get();
		boolean outer = calling[0];
		calling[0] = true;
		try {
			if (cancellation != null) {
				cancellation.run();
			}
		}
		finally {
			calling[0] = outer;
		}
	}

}
