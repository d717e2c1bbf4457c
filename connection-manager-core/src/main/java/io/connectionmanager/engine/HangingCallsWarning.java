package io.connectionmanager.engine;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.DurationText;
import io.connectionmanager.engine.AbandonedCalls.HangingCall;
import io.connectionmanager.engine.machine.OutstandingCalls;

/**
 * The warning that so many calls of a connector hang that the next attempt waits for one
 * of them, with the stack of the thread that hangs longest. Carried by a throwable, so
 * that it is logged like any stack trace; never thrown.
 */
@SuppressWarnings("serial")
final class HangingCallsWarning extends Exception {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	/** So many frames of the stack say what the thread is doing. */
	private static final int FRAMES = 20;

	private HangingCallsWarning(String message, StackTraceElement[] stack) {
		super(message);
		setStackTrace((stack.length > FRAMES) ? Arrays.copyOf(stack, FRAMES) : stack);
	}

	/**
	 * Logs the warning.
	 * @param context the manager
	 * @param calls the calls that have not returned
	 * @param oldest the one that hangs longest, or {@code null} if none holds a thread
	 */
	static void log(ManagerContext<?> context, OutstandingCalls calls, @Nullable HangingCall oldest) {
		if (!logger.isWarnEnabled()) {
			return;
		}
		long now = context.runtime().nanos();
		String message = "Connection '{}': {} abandoned attempts and {} calls of close have not returned; "
				+ "the next attempt waits until one of them does, for an hour at most";
		logger.atWarn()
			.setCause((oldest != null) ? of(context, oldest, now) : null)
			.log(message, context.name(), calls.abandoned(), calls.hangingCloses(now));
	}

	private static HangingCallsWarning of(ManagerContext<?> context, HangingCall call, long now) {
		return new HangingCallsWarning(
				context.masking()
					.maskLine("Thread '%s' has not returned %s after its attempt was given up; it is here"
						.formatted(call.thread().getName(), DurationText.format(now - call.since()))),
				call.thread().getStackTrace());
	}

	@Override
	public String toString() {
		return String.valueOf(getMessage());
	}

	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

}
