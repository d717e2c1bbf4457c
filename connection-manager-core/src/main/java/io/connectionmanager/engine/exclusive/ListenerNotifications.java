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

	private final Queue<Consumer<ExclusiveListener>> calls = new LinkedBlockingQueue<>(MOST);

	private final AtomicBoolean full = new AtomicBoolean();

	ListenerNotifications(GroupParts parts) {
		super(false);
		this.group = parts.name();
		this.runtime = parts.runtime();
		this.listeners = List.copyOf(parts.listeners());
	}

	/**
	 * Adds a call, unless too many wait. {@link #deliver()} makes it.
	 * @param call the call
	 */
	void add(Consumer<ExclusiveListener> call) {
		if (!this.listeners.isEmpty() && !this.calls.offer(call) && this.full.compareAndSet(false, true)) {
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
