package io.connectionmanager.jdk;

import java.util.concurrent.ThreadFactory;

/**
 * Creates the threads of handlers: virtual ones from Java 24 on, where blocking in a
 * monitor does not hold up other virtual threads. They are created by reflection, because
 * this library is built for Java 17.
 */
final class HandlerThreads {

	private static final boolean VIRTUAL = Runtime.version().feature() >= 24;

	private HandlerThreads() {
	}

	/**
	 * Creates a daemon thread that inherits nothing from the current one.
	 * @param name the name of the thread
	 * @param loader the context class loader
	 * @param task the task
	 * @return the thread, not started
	 */
	static Thread create(String name, ClassLoader loader, Runnable task) {
		Thread thread = VIRTUAL ? virtual(name, task) : new Thread(null, task, name, 0, false);
		if (!VIRTUAL) {
			thread.setDaemon(true);
			thread.setPriority(Thread.NORM_PRIORITY);
		}
		thread.setContextClassLoader(loader);
		return thread;
	}

	private static Thread virtual(String name, Runnable task) {
		try {
			Class<?> type = Class.forName("java.lang.Thread$Builder");
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			type.getMethod("name", String.class).invoke(builder, name);
			type.getMethod("inheritInheritableThreadLocals", boolean.class).invoke(builder, false);
			return ((ThreadFactory) type.getMethod("factory").invoke(builder)).newThread(task);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("No virtual thread could be created", ex);
		}
	}

}
