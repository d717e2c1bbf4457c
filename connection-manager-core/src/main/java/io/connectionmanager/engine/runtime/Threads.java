package io.connectionmanager.engine.runtime;

import java.lang.reflect.Method;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A factory for named daemon threads. Virtual threads (Java 21 and later) are created by
 * reflection, because this library is built for Java 17. A thread inherits nothing from
 * the thread that happens to need it first, because it may serve others for a long time.
 */
final class Threads {

	private static final int FEATURE = Runtime.version().feature();

	/**
	 * The group that threads are in; theirs would be that of whoever needs them first.
	 */
	private static final ThreadGroup GROUP = outermostGroup();

	private Threads() {
	}

	static boolean virtualAvailable() {
		return FEATURE >= 21;
	}

	/**
	 * From Java 24 on, a virtual thread that blocks in a monitor does not pin its
	 * carrier.
	 */
	static boolean virtualByDefault() {
		return FEATURE >= 24;
	}

	/**
	 * Returns an executor that runs each task on a new virtual thread.
	 * @param prefix the prefix of thread names
	 * @return the executor
	 */
	static ExecutorService virtual(String prefix) {
		try {
			Class<?> builderType = Class.forName("java.lang.Thread$Builder");
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			builderType.getMethod("name", String.class, long.class).invoke(builder, prefix, 0L);
			builderType.getMethod("inheritInheritableThreadLocals", boolean.class).invoke(builder, false);
			ThreadFactory factory = (ThreadFactory) builderType.getMethod("factory").invoke(builder);
			Method perTask = Executors.class.getMethod("newThreadPerTaskExecutor", ThreadFactory.class);
			return (ExecutorService) perTask.invoke(null,
					(ThreadFactory) (task) -> withOwnClassLoader(factory.newThread(task)));
		}
		catch (ReflectiveOperationException ex) {
			throw new UnsupportedOperationException(
					"Virtual threads require Java 21 or later, but this is Java %s".formatted(FEATURE), ex);
		}
	}

	/**
	 * Returns a factory of daemon platform threads.
	 * @param prefix the prefix of thread names
	 * @return the factory
	 */
	static ThreadFactory daemon(String prefix) {
		AtomicInteger number = new AtomicInteger();
		return (task) -> {
			String name = prefix + number.getAndIncrement();
			Thread thread = withoutCallersContext(() -> new Thread(GROUP, task, name, 0, false));
			thread.setDaemon(true);
			thread.setPriority(Thread.NORM_PRIORITY);
			return withOwnClassLoader(thread);
		};
	}

	private static ThreadGroup outermostGroup() {
		ThreadGroup group = Thread.currentThread().getThreadGroup();
		for (ThreadGroup outer = group; outer != null; outer = outer.getParent()) {
			group = outer;
		}
		return group;
	}

	private static Thread withOwnClassLoader(Thread thread) {
		thread.setContextClassLoader(Threads.class.getClassLoader());
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
