package io.connectionmanager.engine.exclusive;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ExclusiveListener;
import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.UncaughtFailures;
import io.connectionmanager.engine.runtime.Work;

/**
 * Calls listeners one after the other, in the order in which things happened, on a
 * worker.
 */
final class ListenerNotifications extends SerialTask {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	private final EngineRuntime runtime;

	private final List<ExclusiveListener> listeners;

	private final Queue<Consumer<ExclusiveListener>> calls = new ConcurrentLinkedQueue<>();

	ListenerNotifications(EngineRuntime runtime, List<ExclusiveListener> listeners) {
		super(false);
		this.runtime = runtime;
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Adds a call. {@link #deliver()} makes it.
	 * @param call the call
	 */
	void add(Consumer<ExclusiveListener> call) {
		if (!this.listeners.isEmpty()) {
			this.calls.add(call);
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
	}

	private void deliver(Consumer<ExclusiveListener> call, ExclusiveListener listener) {
		try {
			call.accept(listener);
		}
		catch (Throwable ex) {
			UncaughtFailures.catchAll(
					() -> logger.warn("Listener {} of an exclusive group failed", listener.getClass().getName(), ex));
		}
	}

}
