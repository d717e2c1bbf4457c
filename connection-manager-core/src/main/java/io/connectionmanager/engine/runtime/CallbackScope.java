package io.connectionmanager.engine.runtime;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The scope of a call of user code. A callback finds the thread as it was before any
 * other callback: whatever it leaves behind (an interrupt flag, a context class loader,
 * MDC, a name, a priority) is undone when it returns. The scope also knows whose
 * callbacks the current thread is in, so that {@code close()} does not wait for its own
 * caller.
 */
public final class CallbackScope {

	/**
	 * A slot for each thread, which uses only types of the JDK, so that a thread that
	 * outlives this library does not retain its classes.
	 */
	private static final ThreadLocal<@Nullable Object[]> CURRENT = ThreadLocal.withInitial(() -> new Object[1]);

	private final Object owner;

	private final @Nullable Object outer;

	private final Thread thread = Thread.currentThread();

	private final String name = this.thread.getName();

	private final int priority = this.thread.getPriority();

	private final @Nullable ClassLoader classLoader = this.thread.getContextClassLoader();

	private final @Nullable Map<String, String> mdc = MDC.getCopyOfContextMap();

	private final boolean interrupted = Thread.interrupted();

	private CallbackScope(Object owner, @Nullable Object outer) {
		this.owner = owner;
		this.outer = outer;
	}

	/**
	 * Enters user code.
	 * @param owner the manager that makes the call
	 * @return the scope, to be {@link #exit() exited} when the callback has returned
	 */
	public static CallbackScope enter(Object owner) {
		@Nullable Object[] current = CURRENT.get();
		CallbackScope scope = new CallbackScope(owner, current[0]);
		current[0] = scope;
		return scope;
	}

	/**
	 * Leaves user code.
	 */
	public void exit() {
		CURRENT.get()[0] = this.outer;
		if (this.thread.getName() != this.name) {
			this.thread.setName(this.name);
		}
		if (this.thread.getPriority() != this.priority) {
			this.thread.setPriority(this.priority);
		}
		if (this.thread.getContextClassLoader() != this.classLoader) {
			this.thread.setContextClassLoader(this.classLoader);
		}
		restoreMdc();
		if (this.interrupted) {
			this.thread.interrupt();
		}
	}

	private void restoreMdc() {
		if (this.mdc != null) {
			MDC.setContextMap(this.mdc);
		}
		else if (MDC.getCopyOfContextMap() != null) {
			MDC.clear();
		}
	}

	/**
	 * Returns whether the current thread is in a callback of a manager.
	 * @param owner the manager
	 * @return whether it is
	 */
	public static boolean isInside(Object owner) {
		Object place = CURRENT.get()[0];
		while (place instanceof CallbackScope scope) {
			if (scope.owner == owner) {
				return true;
			}
			place = scope.outer;
		}
		return false;
	}

}
