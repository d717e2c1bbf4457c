package io.connectionmanager.engine;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes threads: named, daemon, and virtual where the JVM has those (21 and later), which
 * this library, built for 17, has to ask for by reflection.
 */
final class Threads {

	private static final boolean VIRTUAL_AVAILABLE = Runtime.version().feature() >= 21;

	private Threads() {
	}

	static boolean virtualAvailable() {
		return VIRTUAL_AVAILABLE;
	}

	/**
	 * Returns an executor that runs each task on a new virtual thread.
	 * @param prefix what the names of the threads begin with
	 * @return the executor
	 */
	static ExecutorService virtual(String prefix) {
		try {
			Class<?> builderType = Class.forName("java.lang.Thread$Builder");
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			builderType.getMethod("name", String.class, long.class).invoke(builder, prefix, 0L);
			ThreadFactory factory = (ThreadFactory) builderType.getMethod("factory").invoke(builder);
			Method perTask = Executors.class.getMethod("newThreadPerTaskExecutor", ThreadFactory.class);
			return (ExecutorService) perTask.invoke(null, factory);
		}
		catch (ReflectiveOperationException ex) {
			throw new UnsupportedOperationException(
					"No virtual threads on Java %s: they need 21 or later".formatted(Runtime.version().feature()), ex);
		}
	}

	/**
	 * Returns a factory of daemon platform threads.
	 * @param prefix what their names begin with
	 * @return the factory
	 */
	static ThreadFactory daemon(String prefix) {
		AtomicInteger number = new AtomicInteger();
		return (task) -> {
			// Of whoever happens to be the first to need a thread, nothing is inherited.
			Thread thread = new Thread(null, task, prefix + number.getAndIncrement(), 0, false);
			thread.setContextClassLoader(Threads.class.getClassLoader());
			thread.setDaemon(true);
			return thread;
		};
	}

}
