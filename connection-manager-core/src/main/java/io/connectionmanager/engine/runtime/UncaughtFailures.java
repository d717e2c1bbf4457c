package io.connectionmanager.engine.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.Masking;

/**
 * The last resort for failures that nothing else has caught.
 */
public final class UncaughtFailures {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	private UncaughtFailures() {
	}

	/**
	 * Runs an action that must not keep the next one from running. Logs whatever it
	 * throws.
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
	 * Logs an unexpected failure. Never throws, even if the stack or the heap is
	 * exhausted.
	 * @param action a description of what has failed
	 * @param failure the failure
	 */
	public static void log(Object action, Throwable failure) {
		try {
			logger.error("Unexpected failure in {}", action, Masking.standard().mask(failure));
		}
		catch (Throwable ex) {
			// A failure that cannot be logged must not do further harm.
		}
	}

}
