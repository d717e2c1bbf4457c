package io.connectionmanager.engine.exclusive;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ExclusiveListener;
import io.connectionmanager.Masking;
import io.connectionmanager.engine.runtime.CallbackScope;
import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.UncaughtFailures;
import io.connectionmanager.engine.runtime.Work;

/**
 * Calls listeners one after the other, in the order in which things happened, on a
 * worker. While a listener does not return, calls wait; if there are too many, further
 * ones are dropped.
 */
final class ListenerNotifications extends SerialTask {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	private static final int MOST = 1_000;

	private final String group;

	private final EngineRuntime runtime;

	private final List<ExclusiveListener> listeners;

	private final Queue<Consumer<ExclusiveListener>> calls = new LinkedBlockingQueue<>();

	private final AtomicBoolean full = new AtomicBoolean();

	ListenerNotifications(GroupParts parts) {
		super(false);
		this.group = parts.name();
		this.runtime = parts.runtime();
		this.listeners = List.copyOf(parts.listeners());
	}

	/**
	 * Adds calls that are due at the same time, however many, unless too many wait.
	 * {@link #deliver()} makes them.
	 * @param calls the calls
	 */
	void add(List<Consumer<ExclusiveListener>> calls) {
		if (this.listeners.isEmpty() || calls.isEmpty()) {
			return;
		}
		if (this.calls.size() < MOST) {
			this.calls.addAll(calls);
		}
		else if (this.full.compareAndSet(false, true)) {
			UncaughtFailures.catchAll(() -> logger.warn(
					"Group '{}': {} notifications wait for a listener to return, further ones are dropped", this.group,
					MOST));
		}
	}

	void deliver() {
		if (!this.calls.isEmpty() && request()) {
			dispatch();
		}
	}

	@Override
	protected boolean submit() {
		return this.runtime.tryExecuteFromAnyThread(Work.NOTIFY, this);
	}

	@Override
	protected void perform() {
		Consumer<ExclusiveListener> call = this.calls.poll();
		while (call != null) {
			for (ExclusiveListener listener : this.listeners) {
				deliver(call, listener);
			}
			call = this.calls.poll();
		}
		this.full.set(false);
	}

	private void deliver(Consumer<ExclusiveListener> call, ExclusiveListener listener) {
		CallbackScope scope = CallbackScope.enter(this);
		try {
			call.accept(listener);
		}
		catch (Throwable ex) {
			UncaughtFailures.catchAll(() -> logger.warn("Listener {} of an exclusive group failed",
					listener.getClass().getName(), Masking.standard().mask(ex)));
		}
		finally {
			scope.exit();
		}
	}

}
