package io.connectionmanager.engine;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.FailureKind;
import io.connectionmanager.engine.machine.Failure;
import io.connectionmanager.engine.machine.Failures;
import io.connectionmanager.engine.machine.Input;
import io.connectionmanager.engine.notify.ConnectionHandle;

/**
 * The outcome of {@code open}, recorded once and then fed to the machine once. Feeding it
 * again after an error makes no difference.
 *
 * @param <C> the type of the connection
 */
final class OpenOutcome<C> {

	private enum Phase {

		NONE, PENDING, PASSING, PASSED

	}

	private final ManagerContext<C> context;

	private final OpenConnections<C> connections;

	private final long generation;

	// Guarded by this.

	private volatile Phase phase = Phase.NONE;

	private @Nullable C returned;

	private @Nullable Throwable failed;

	/** What the classifier has said of that. */
	private @Nullable Failure classified;

	OpenOutcome(ManagerContext<C> context, OpenConnections<C> connections, long generation) {
		this.context = context;
		this.connections = connections;
		this.generation = generation;
	}

	/**
	 * Records the outcome, unless there is one.
	 * @param connection the connection, or {@code null}
	 * @param failure the failure, or {@code null}
	 * @param classified the failure with its kind, if it was classified
	 * @return whether it was recorded, and has to be {@linkplain #passOn() passed on}
	 */
	synchronized boolean record(@Nullable C connection, @Nullable Throwable failure, @Nullable Failure classified) {
		if (this.phase != Phase.NONE) {
			return false;
		}
		this.returned = connection;
		this.failed = failure;
		this.classified = classified;
		this.phase = Phase.PENDING;
		return true;
	}

	/**
	 * Feeds the outcome, unless there is none or that has been done.
	 */
	void passOn() {
		synchronized (this) {
			if (this.phase != Phase.PENDING) {
				return;
			}
			this.phase = Phase.PASSING;
		}
		boolean passed = false;
		try {
			passOn(this.returned, this.failed);
			passed = true;
		}
		finally {
			// Without the monitor: entering it takes stack.
			this.phase = passed ? Phase.PASSED : Phase.PENDING;
		}
		this.returned = null;
		this.failed = null;
		this.classified = null;
	}

	private void passOn(@Nullable C connection, @Nullable Throwable failure) {
		if (connection != null) {
			ConnectionHandle<C> handle = new ConnectionHandle<>(this.generation, connection);
			Input<ConnectionHandle<C>> input = new Input.Returned<>(this.generation, handle);
			if (this.connections.add(handle)) {
				boolean fed = false;
				try {
					this.context.feed(input);
					fed = true;
				}
				finally {
					if (!fed) {
						this.connections.remove(handle);
					}
				}
				return;
			}
		}
		Throwable cause = (connection != null) ? Failures.returnedAgain(this.context.name())
				: (failure != null) ? failure : Failures.returnedNothing(this.context.name());
		Failure known = this.classified;
		if (known == null || connection != null) {
			known = this.context.classify(this.generation, cause);
		}
		this.context
			.feed(new Input.Failed<>(this.generation, (known != null) ? known : new Failure(cause, FailureKind.OTHER)));
	}

}
