package io.connectionmanager.benchmarks.peers;

import java.util.concurrent.ThreadFactory;

/**
 * Kinds of threads. Virtual ones are asked for by reflection: the build is for Java 17.
 */
final class Threads {

	private Threads() {
	}

	static boolean virtualAvailable() {
		return Runtime.version().feature() >= 21;
	}

	static ThreadFactory platform() {
		return (task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			return thread;
		};
	}

	static ThreadFactory virtual() {
		try {
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			return (ThreadFactory) Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
		}
		catch (ReflectiveOperationException ex) {
			throw new UnsupportedOperationException("Virtual threads need Java 21", ex);
		}
	}

}
