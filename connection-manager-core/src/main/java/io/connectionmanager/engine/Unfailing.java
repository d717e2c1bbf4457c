package io.connectionmanager.engine;

/**
 * Runs what must not keep the next thing from being run.
 */
final class Unfailing {

	private Unfailing() {
	}

	/**
	 * Runs an action; what it throws is logged.
	 * @param action the action
	 */
	static void run(Runnable action) {
		try {
			action.run();
		}
		catch (Throwable ex) {
			try {
				ManagedConnection.logger.error("Unexpected failure in {}", action, ex);
			}
			catch (Throwable logging) {
				ex.addSuppressed(logging);
			}
		}
	}

}
