package io.connectionmanager.engine;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.AsyncOpener;
import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.OpenInterceptor;
import io.connectionmanager.engine.machine.Failures;
import io.connectionmanager.engine.runtime.CallbackScope;

/**
 * One call of {@code open}, through the interceptor if there is one. What was opened is
 * known even if the interceptor fails afterwards.
 *
 * @param <C> the type of the connection
 */
final class Opening<C> {

	private boolean called;

	private @Nullable C connection;

	private @Nullable CompletionStage<? extends C> stage;

	private @Nullable Throwable failure;

	/**
	 * Calls {@code open}. Never throws.
	 * @param context the manager
	 * @param attempt the attempt
	 */
	void call(ManagerContext<C> context, ConnectionAttempt attempt) {
		try {
			CallbackScope scope = CallbackScope.enter(context);
			try {
				OpenInterceptor interceptor = context.interceptor();
				if (interceptor != null) {
					interceptor.<Object>open(attempt, () -> open(context, attempt));
				}
				else {
					open(context, attempt);
				}
			}
			finally {
				scope.exit();
			}
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
	}

	private Object open(ManagerContext<C> context, ConnectionAttempt attempt) throws Exception {
		if (this.called) {
			throw new IllegalStateException("An interceptor must call the opening once, and has called it twice");
		}
		this.called = true;
		AsyncOpener<C> asyncOpener = context.asyncOpener();
		if (asyncOpener != null) {
			this.stage = asyncOpener.open(attempt);
			return requireOpened(this.stage, attempt);
		}
		this.connection = context.connector().open(attempt);
		return requireOpened(this.connection, attempt);
	}

	/** What an interceptor gets is there; a connector may well return {@code null}. */
	private static Object requireOpened(@Nullable Object opened, ConnectionAttempt attempt) {
		if (opened == null) {
			throw Failures.returnedNothing(attempt.name());
		}
		return opened;
	}

	/**
	 * Returns what a stage has failed with.
	 * @param failure the failure of the stage
	 * @return the failure, or its cause if the stage has wrapped it
	 */
	static Throwable unwrap(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	@Nullable C connection() {
		return this.connection;
	}

	@Nullable CompletionStage<? extends C> stage() {
		return this.stage;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

	/** Whether there is a connection now, or may be later. */
	boolean hasOpened() {
		return this.connection != null || this.stage != null;
	}

}
