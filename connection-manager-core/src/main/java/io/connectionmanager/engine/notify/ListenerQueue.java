package io.connectionmanager.engine.notify;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.engine.runtime.CallbackScope;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.UncaughtFailures;
import io.connectionmanager.engine.runtime.Work;

/**
 * One listener's place among the announcements of one manager: every one of them, in
 * order, on a worker.
 */
abstract class ListenerQueue extends SerialTask {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	private final NotificationContext<?> context;

	/** The latest announcement that was passed. Belongs to the running thread. */
	private Announcement position;

	/** How many were passed: written by the running thread, and only read by others. */
	private volatile int passed;

	ListenerQueue(NotificationContext<?> context, Announcement position) {
		super(false);
		this.context = context;
		this.position = position;
	}

	abstract ConnectionListener listener();

	final NotificationContext<?> context() {
		return this.context;
	}

	int passed() {
		return this.passed;
	}

	String listenerName() {
		return listener().getClass().getName();
	}

	@Override
	protected boolean submit() {
		return this.context.runtime().tryExecute(Work.NOTIFY, this);
	}

	@Override
	protected void perform() {
		for (Announcement next = this.position.next(); next != null; next = next.next()) {
			if (next.concernsListeners()) {
				deliver(next);
			}
			else {
				pass(next);
				next.passed();
			}
		}
	}

	/** An announcement is passed even if its delivery goes wrong: it comes once. */
	@SuppressWarnings("NonAtomicOperationOnVolatileField") // there is one writer
	private void pass(Announcement announcement) {
		this.position = announcement;
		this.passed++;
	}

	private void deliver(Announcement announcement) {
		// There may be no memory for the scope: then it is delivered later.
		CallbackScope scope = CallbackScope.enter(this.context);
		pass(announcement);
		try {
			announcement.deliverTo(listener());
		}
		catch (Throwable ex) {
			UncaughtFailures.catchAll(() -> logger.warn("Connection '{}': listener {} failed", this.context.name(),
					listenerName(), this.context.masking().mask(ex)));
		}
		finally {
			try {
				scope.exit();
			}
			finally {
				announcement.passed();
			}
		}
	}

	/** The queue of a listener that the application has supplied. */
	static final class OfApplication extends ListenerQueue {

		private final ConnectionListener listener;

		OfApplication(NotificationContext<?> context, ConnectionListener listener, Announcement position) {
			super(context, position);
			this.listener = listener;
		}

		@Override
		ConnectionListener listener() {
			return this.listener;
		}

	}

}
