package io.connectionmanager.postgresql;

/**
 * Creates threads of the kind that the engine uses: virtual, where it opens connections
 * on virtual threads. These are created by reflection, because this library is built for
 * Java 17.
 */
final class WaitingThreads {

	private WaitingThreads() {
	}

	static Thread likeCurrent(String name, Runnable task) {
		try {
			if ((boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread())) {
				return virtual(name, task);
			}
		}
		catch (ReflectiveOperationException ex) {
			// Java 20 or earlier has platform threads only.
		}
		Thread thread = new Thread(null, task, name, 0, false);
		thread.setDaemon(true);
		return thread;
	}

	private static Thread virtual(String name, Runnable task) throws ReflectiveOperationException {
		Class<?> builderType = Class.forName("java.lang.Thread$Builder");
		Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
		builderType.getMethod("name", String.class).invoke(builder, name);
		builderType.getMethod("inheritInheritableThreadLocals", boolean.class).invoke(builder, false);
		return (Thread) builderType.getMethod("unstarted", Runnable.class).invoke(builder, task);
	}

}
