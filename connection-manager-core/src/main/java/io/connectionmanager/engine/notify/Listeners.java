package io.connectionmanager.engine.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.engine.runtime.SerialTask;

/**
 * The listeners of a manager, and the announcements to them. Touched only inside the
 * serial queue of the manager. Announcing is a single write, so that it happens once even
 * if what follows fails; listeners are notified afterwards.
 */
public final class Listeners {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	private static final int BACKLOG = 1_000;

	private static final ListenerQueue[] NONE = {};

	private final ListenerQueue log;

	private final ListenerQueue[] others;

	private Announcement latest = Announcement.none();

	private int announced;

	/** Whether there are announcements for which listeners have not been requested. */
	private boolean news;

	private boolean backlogLogged;

	/**
	 * Creates the listeners: the given ones and the outage log.
	 * @param context the manager
	 * @param listeners the listeners
	 */
	public Listeners(NotificationContext<?> context, List<ConnectionListener> listeners) {
		this.log = new OutageLog(context, this.latest);
		this.others = listeners.isEmpty() ? NONE
				: listeners.stream()
					.map((listener) -> new ListenerQueue.OfApplication(context, listener, this.latest))
					.toArray(ListenerQueue[]::new);
	}

	/**
	 * Announces a transition.
	 * @param transition the transition, without its connection
	 * @param connection the connection that came or went with it
	 */
	public void announce(ConnectionTransition transition, Optional<?> connection) {
		append(Announcement.of(transition, connection, isSomeoneBusy(), number()));
	}

	/**
	 * Announces the end of an outage.
	 * @param ended when it ended
	 * @param length its duration
	 */
	public void announceOutageOver(Instant ended, Duration length) {
		append(Announcement.ofOutageOver(this.log.context().name(), ended, length, number()));
	}

	/**
	 * Runs an action when every listener has passed all announcements so far.
	 * @param action the action
	 */
	public void whenAllHavePassed(Runnable action) {
		append(Announcement.ofMark(action, number()));
	}

	/**
	 * Returns how much was announced: marks are counted, too.
	 * @return the number, which may have overflowed
	 */
	public int announced() {
		return this.announced;
	}

	private void append(Announcement announcement) {
		this.news = true;
		this.latest.link(announcement);
		this.latest = announcement;
		this.announced++;
	}

	private int number() {
		return 1 + this.others.length;
	}

	private boolean isSomeoneBusy() {
		boolean busy = !this.log.isIdle();
		for (ListenerQueue queue : this.others) {
			busy |= !queue.isIdle();
		}
		return busy;
	}

	/**
	 * Returns whether there are announcements for which listeners have not been
	 * requested.
	 * @return whether there are
	 */
	public boolean haveNews() {
		return this.news;
	}

	/**
	 * Records that all listeners have been requested.
	 */
	public void haveBeenRequested() {
		this.news = false;
	}

	/**
	 * Passes the queue of each listener to an action.
	 * @param action the action
	 */
	public void forEach(Consumer<? super SerialTask> action) {
		forEachQueue(action::accept);
	}

	private void forEachQueue(Consumer<ListenerQueue> action) {
		action.accept(this.log);
		for (ListenerQueue queue : this.others) {
			action.accept(queue);
		}
	}

	/**
	 * Returns whether a listener has fallen far behind without a warning so far.
	 * @return whether to {@link #warnOfBacklog() warn}
	 */
	public boolean shouldWarnOfBacklog() {
		int longest = longestBacklog();
		if (longest < BACKLOG) {
			this.backlogLogged &= longest > 0;
			return false;
		}
		boolean first = !this.backlogLogged;
		this.backlogLogged = true;
		return first;
	}

	private int longestBacklog() {
		int longest = this.announced - this.log.passed();
		for (ListenerQueue queue : this.others) {
			longest = Math.max(longest, this.announced - queue.passed());
		}
		return longest;
	}

	/**
	 * Warns about listeners that have fallen far behind. May be called outside the queue.
	 */
	public void warnOfBacklog() {
		forEachQueue((queue) -> {
			if (this.announced - queue.passed() >= BACKLOG) {
				logger.warn("Connection '{}': listener {} is {} transitions behind; they are kept for it",
						queue.context().name(), queue.listenerName(), BACKLOG);
			}
		});
	}

}
