package io.connectionmanager.connector;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Creates named daemon threads, for connectors and for the engine itself. A thread
 * inherits nothing from the thread that happens to need it first, because it may serve
 * others for a long time: no inheritable thread-locals, context class loader, priority or
 * thread group. Virtual threads (Java 21 and later) are created by reflection, because
 * this library is built for Java 17.
 */
public final class ConnectorThreads {

	private static final int FEATURE = Runtime.version().feature();

	/**
	 * The group that threads are in; theirs would be that of whoever needs them first.
	 */
	private static final ThreadGroup GROUP = outermostGroup();

	private ConnectorThreads() {
	}

	/**
	 * Returns a factory of threads for tasks that may block. From Java 24 on, where a
	 * virtual thread that blocks in a monitor does not pin its carrier, they are virtual,
	 * as those of the engine are by default.
	 * @param prefix the prefix of thread names, which end with a number
	 * @return the factory
	 */
	public static ThreadFactory factory(String prefix) {
		return (FEATURE >= 24) ? virtual(prefix) : platform(prefix);
	}

	/**
	 * Returns a factory of platform threads.
	 * @param prefix the prefix of thread names, which end with a number
	 * @return the factory
	 */
	public static ThreadFactory platform(String prefix) {
		AtomicInteger number = new AtomicInteger();
		return (task) -> platform(prefix + number.getAndIncrement(), task);
	}

	/**
	 * Returns a factory of virtual threads.
	 * @param prefix the prefix of thread names, which end with a number
	 * @return the factory
	 * @throws UnsupportedOperationException before Java 21
	 */
	public static ThreadFactory virtual(String prefix) {
		return virtual(prefix, true);
	}

	/**
	 * Creates a thread of the same kind as the current one. In
	 * {@link io.connectionmanager.Connector#open} that is the kind of the engine's
	 * threads.
	 * @param name the name of the thread
	 * @param task the task
	 * @return the thread, not started
	 */
	public static Thread likeCurrent(String name, Runnable task) {
		return isCurrentVirtual() ? virtual(name, false).newThread(task) : platform(name, task);
	}

	private static boolean isCurrentVirtual() {
		try {
			return FEATURE >= 21 && (boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread());
		}
		catch (ReflectiveOperationException ex) {
			return false;
		}
	}

	private static ThreadFactory virtual(String name, boolean numbered) {
		try {
			Class<?> type = Class.forName("java.lang.Thread$Builder");
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			if (numbered) {
				type.getMethod("name", String.class, long.class).invoke(builder, name, 0L);
			}
			else {
				type.getMethod("name", String.class).invoke(builder, name);
			}
			type.getMethod("inheritInheritableThreadLocals", boolean.class).invoke(builder, false);
			ThreadFactory factory = (ThreadFactory) type.getMethod("factory").invoke(builder);
			return (task) -> withOwnClassLoader(factory.newThread(task));
		}
		catch (ReflectiveOperationException ex) {
			throw new UnsupportedOperationException(
					"Virtual threads require Java 21 or later, but this is Java %s".formatted(FEATURE), ex);
		}
	}

	private static Thread platform(String name, Runnable task) {
		Thread thread = withoutCallersContext(() -> new Thread(GROUP, task, name, 0, false));
		thread.setDaemon(true);
		thread.setPriority(Thread.NORM_PRIORITY);
		return withOwnClassLoader(thread);
	}

	private static ThreadGroup outermostGroup() {
		ThreadGroup group = Thread.currentThread().getThreadGroup();
		for (ThreadGroup outer = group; outer != null; outer = outer.getParent()) {
			group = outer;
		}
		return group;
	}

	private static Thread withOwnClassLoader(Thread thread) {
		thread.setContextClassLoader(ConnectorThreads.class.getClassLoader());
		return thread;
	}

	/**
	 * Before Java 24, a new thread captures the protection domains of all callers, and
	 * thereby retains their class loaders, unless it is created in a privileged action.
	 */
	@SuppressWarnings({ "removal", "deprecation" })
	private static Thread withoutCallersContext(PrivilegedAction<Thread> action) {
		return AccessController.doPrivileged(action);
	}

}
