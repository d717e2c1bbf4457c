package io.connectionmanager.engine;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionState;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.FailureKind;
import io.connectionmanager.engine.machine.Failure;
import io.connectionmanager.engine.machine.Failures;
import io.connectionmanager.engine.machine.State;
import io.connectionmanager.engine.machine.State.Attempting;
import io.connectionmanager.engine.machine.State.Connected;
import io.connectionmanager.engine.machine.State.Stopping;
import io.connectionmanager.engine.runtime.CallbackScope;
import io.connectionmanager.engine.runtime.UncaughtFailures;

/**
 * A factory for the failures that are reported to the machine. Each failure is classified
 * once, by the classifier of the manager. If the classifier throws or returns
 * {@code null}, the kind is {@link FailureKind#OTHER}.
 */
final class FailureReports {

	/** How long a timeout waits for its kind, in nanoseconds. */
	static final long PATIENCE = 1_000_000_000;

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	private final ManagerContext<?> context;

	private final FailureClassifier classifier;

	FailureReports(ManagerContext<?> context, FailureClassifier classifier) {
		this.context = context;
		this.classifier = classifier;
	}

	/**
	 * Returns whether the classifier is that of the application, which may block and so
	 * must not run on the timer's thread.
	 * @return whether it may
	 */
	boolean mayBlock() {
		return this.classifier != FailureClassifier.standard();
	}

	/**
	 * Returns the same without the classifier of the application.
	 * @return reports by the standard classifier
	 */
	FailureReports ofStandardClassifier() {
		return mayBlock() ? new FailureReports(this.context, FailureClassifier.standard()) : this;
	}

	/**
	 * Returns the failure that a signal reports.
	 * @param state the state
	 * @param cause the reason, or {@code null} if none was given
	 * @param now the time of the ticker, in nanoseconds
	 * @return the failure, or {@code null} if it is irrelevant in this state
	 */
	@Nullable Failure ofSignal(State<?> state, @Nullable Throwable cause, long now) {
		if (!(state instanceof Attempting || state instanceof Connected || state instanceof Stopping)) {
			return null;
		}
		Throwable reason = (cause != null) ? cause : Failures.lostWithoutReason(this.context.name(), state, now);
		return (state instanceof Stopping) ? new Failure(reason, FailureKind.REQUESTED) : classify(state, reason, now);
	}

	/**
	 * Returns the failure of an attempt that was not ready in time.
	 * @param state the attempt
	 * @param now the time of the ticker, in nanoseconds
	 * @return the failure
	 */
	Failure ofTimeout(Attempting<?> state, long now) {
		return classify(state, Failures.timeout(this.context.name(), state, this.context.settings().timeout(), now),
				now);
	}

	private Failure classify(State<?> state, Throwable cause, long now) {
		FailureKind kind = null;
		CallbackScope scope = CallbackScope.enter(this.context);
		try {
			kind = this.classifier.classify(new ConnectionTransition(this.context.name(), state.publicState(),
					ConnectionState.WAITING, state.progress().attempt(), Optional.of(cause),
					this.context.runtime().instant(), Duration.ofNanos(now - state.since()),
					state.progress().generation(), Optional.empty(), Optional.empty()));
		}
		catch (Throwable ex) {
			UncaughtFailures.catchAll(() -> warn(ex));
		}
		finally {
			scope.exit();
		}
		return new Failure(cause, (kind != null) ? kind : FailureKind.OTHER);
	}

	private void warn(Throwable failure) {
		if (this.context.isFirstClassifierFailure()) {
			logger.warn("Connection '{}': a failure could not be classified", this.context.name(),
					this.context.masking().mask(failure));
		}
	}

}
