package io.connectionmanager.engine.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.Masking;

/**
 * Where failures end that nothing else has caught.
 */
public final class UncaughtFailures {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	private UncaughtFailures() {
	}

	/**
	 * Runs an action that must not keep the next one from running; what it throws is
	 * logged.
	 * @param action the action
	 */
	public static void catchAll(Runnable action) {
		try {
			action.run();
		}
		catch (Throwable ex) {
			log(action, ex);
		}
	}

	/**
	 * Logs an unexpected failure. Never throws, not even where the stack or the heap is
	 * used up.
	 * @param action what has failed
	 * @param failure the failure
	 */
	public static void log(Object action, Throwable failure) {
		try {
			logger.error("Unexpected failure in {}", action, Masking.standard().mask(failure));
		}
		catch (Throwable ex) {
			// Whatever cannot be logged now must not do more harm than it has done.
		}
	}

}
