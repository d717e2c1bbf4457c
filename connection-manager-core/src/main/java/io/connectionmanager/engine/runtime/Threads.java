package io.connectionmanager.engine.runtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

import io.connectionmanager.connector.ConnectorThreads;

/**
 * The threads of the engine, by kind.
 */
final class Threads {

	private static final int FEATURE = Runtime.version().feature();

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
		ThreadFactory threads = ConnectorThreads.virtual(prefix);
		try {
			return (ExecutorService) Executors.class.getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
				.invoke(null, threads);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns a factory of daemon platform threads.
	 * @param prefix the prefix of thread names
	 * @return the factory
	 */
	static ThreadFactory daemon(String prefix) {
		return ConnectorThreads.platform(prefix);
	}

}
