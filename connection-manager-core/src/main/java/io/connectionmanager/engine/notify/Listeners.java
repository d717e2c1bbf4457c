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
 * The listeners of a manager, and what was announced to them. Touched only inside the
 * serial queue of the manager. To announce is one write, so that it happens once even
 * where what comes after it goes wrong; then listeners are notified.
 */
public final class Listeners {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	private static final int BACKLOG = 1_000;

	private static final ListenerQueue[] NONE = {};

	private final ListenerQueue log;

	private final ListenerQueue[] others;

	private Announcement latest = Announcement.none();

	private int announced;

	/** Whether something was announced that listeners have not been requested for. */
	private boolean news;

	private boolean backlogLogged;

	/**
	 * Creates the listeners: those given, and the outage log.
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
	 * @param length how long it lasted
	 */
	public void announceOutageOver(Instant ended, Duration length) {
		append(Announcement.ofOutageOver(this.log.context().name(), ended, length, number()));
	}

	/**
	 * Has an action run when every listener has passed all announcements so far.
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
	 * Returns whether something was announced that listeners have not been requested for.
	 * @return whether there are news
	 */
	public boolean haveNews() {
		return this.news;
	}

	/**
	 * Notes that all listeners have been requested.
	 */
	public void haveBeenRequested() {
		this.news = false;
	}

	/**
	 * Hands what notifies a listener to an action, for each.
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
	 * Returns whether a listener has fallen far behind and nobody has been warned.
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
	 * Warns of listeners that have fallen far behind. May be called outside of the queue.
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
