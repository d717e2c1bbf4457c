package io.connectionmanager.engine;

import io.connectionmanager.Masking;

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
			log(action, ex);
		}
	}

	/**
	 * Logs what was thrown where nothing should be.
	 * @param action what threw
	 * @param failure what it threw
	 */
	static void log(Object action, Throwable failure) {
		try {
			ManagedConnection.logger.error("Unexpected failure in {}", action, Masking.standard().mask(failure));
		}
		catch (Throwable logging) {
			failure.addSuppressed(logging);
		}
	}

}
