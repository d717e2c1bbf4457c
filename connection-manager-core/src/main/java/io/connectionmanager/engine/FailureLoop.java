package io.connectionmanager.engine;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.engine.machine.Failure;
import io.connectionmanager.engine.machine.Input;
import io.connectionmanager.engine.machine.State;
import io.connectionmanager.engine.machine.State.Attempting;
import io.connectionmanager.engine.notify.ConnectionHandle;
import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.engine.runtime.Work;

/**
 * The {@link DecisionLoop} with what it knows about failures: each is classified before
 * the machine is fed with it.
 *
 * @param <C> the type of the connection
 */
abstract class FailureLoop<C> extends DecisionLoop<C> {

	private final FailureClassifier failureClassifier;

	private volatile boolean classifierFailed;

	FailureLoop(ConnectionSettings settings, EngineRuntime runtime, List<ConnectionListener> listeners,
			FailureClassifier failureClassifier) {
		super(settings, runtime, listeners);
		this.failureClassifier = failureClassifier;
	}

	@Override
	public final @Nullable Failure classify(long generation, @Nullable Throwable cause) {
		State<ConnectionHandle<C>> state = published().state();
		return (state.progress().generation() == generation) ? failures().ofSignal(state, cause, now(state)) : null;
	}

	private FailureReports failures() {
		return new FailureReports(this, this.failureClassifier);
	}

	@Override
	void classifying(Runnable action) {
		if (failures().mayBlock()) {
			runtime().tryExecute(Work.NOTIFY, action);
		}
		else {
			action.run();
		}
	}

	@Override
	public boolean isFirstClassifierFailure() {
		boolean first = !this.classifierFailed;
		this.classifierFailed = true;
		return first;
	}

	@Override
	void timedOut(Attempting<ConnectionHandle<C>> state, long overdue, boolean reported) {
		FailureReports failures = failures();
		if (!failures.mayBlock() || overdue >= FailureReports.PATIENCE) {
			feedTimeout(state, failures.ofStandardClassifier());
		}
		else if (!reported) {
			classifying(() -> feedTimeout(state, failures));
		}
	}

	private void feedTimeout(Attempting<ConnectionHandle<C>> state, FailureReports failures) {
		feed(new Input.TimedOut<>(state.progress().generation(), failures.ofTimeout(state, now(state))));
	}

}
