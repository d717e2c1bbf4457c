package io.connectionmanager.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.Subscription;

/**
 * One subscriber's way to the news. There is no queue: the lane compares what is true now
 * with what it told last and moves the second towards the first, one call at a time.
 * <p>
 * {@code status} is a set of bits:
 * <table>
 * <caption>Bits</caption>
 * <tr>
 * <td>{@link #BUSY}</td>
 * <td>a thread runs the lane or has been asked to; only that one touches
 * {@code told}</td>
 * </tr>
 * <tr>
 * <td>{@link #HANDED_OVER}</td>
 * <td>an executor has been asked to run the busy lane and has not begun to</td>
 * </tr>
 * <tr>
 * <td>{@link #NEWS}</td>
 * <td>there was news since the running thread last began to look: it looks again before
 * it leaves</td>
 * </tr>
 * <tr>
 * <td>{@link #CANCELLED}</td>
 * <td>no further call starts; never cleared</td>
 * </tr>
 * </table>
 *
 * @param <C> the type of the connection
 */
abstract class Lane<C> implements Subscription, Runnable, Outbox.Delivery {

	private static final int BUSY = 1;

	private static final int HANDED_OVER = 2;

	private static final int NEWS = 4;

	private static final int CANCELLED = 8;

	private static final VarHandle STATUS;

	static {
		try {
			STATUS = MethodHandles.lookup().findVarHandle(Lane.class, "status", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final ManagedConnection<C> manager;

	/** Born busy: the subscribing thread has the first look. */
	private volatile int status = BUSY;

	/** Whether what is true has been looked at, or is about to be. */
	private volatile boolean looked;

	/** The connection that {@code connected} was called with and not yet taken back. */
	private @Nullable Held<C> told;

	/**
	 * Whether this lane is one of those who keep {@code told} open until they have heard.
	 */
	private boolean engaged;

	/** Neighbours in the manager's list, touched only inside its mailbox. */
	@Nullable Lane<C> previous;

	/** See {@link #previous}. */
	@Nullable Lane<C> next;

	/** Whether this is in the list, touched only inside the manager's mailbox. */
	boolean listed;

	Lane(ManagedConnection<C> manager) {
		this.manager = manager;
	}

	/**
	 * Returns the subscriber.
	 * @return the subscriber, or {@code null} if it was held weakly and is gone
	 */
	abstract @Nullable ConnectionSubscriber<? super C> subscriber();

	/**
	 * Returns where the subscriber is called.
	 * @return the executor
	 */
	Executor executor() {
		return this.manager.runtime().worker();
	}

	/**
	 * Returns whether {@link #executor()} was brought by the user, and may do anything.
	 * @return whether the executor is foreign
	 */
	boolean hasForeignExecutor() {
		return false;
	}

	/**
	 * Notes that there is news.
	 * @return whether the caller has to {@link #deliver()} this lane
	 */
	final boolean notifyOfNews() {
		while (true) {
			int now = this.status;
			if ((now & (CANCELLED | NEWS)) != 0) {
				return false;
			}
			boolean idle = (now & BUSY) == 0;
			if (STATUS.compareAndSet(this, now, idle ? BUSY | HANDED_OVER : now | NEWS)) {
				return idle;
			}
		}
	}

	/**
	 * Notes that this lane is told of news from now on.
	 * @return whether the caller has to {@link #deliver()} it, because it has looked
	 * already and there may have been news since
	 */
	final boolean notifyOfJoining() {
		return this.looked && notifyOfNews();
	}

	/**
	 * Has this lane, which was handed over, run on its executor.
	 */
	@Override
	public final void deliver() {
		try {
			executor().execute(this);
		}
		catch (Throwable ex) {
			Unfailing.run(() -> ManagedConnection.logger.warn("Connection '{}': executor refused to call subscriber {}",
					this.manager.name(), subscriberName(), this.manager.masking().mask(ex)));
			takeBack();
		}
	}

	/**
	 * Tells the subscriber what is true, on the thread that subscribed: one look, the
	 * rest is left to the executor.
	 */
	final void runFirst() {
		this.looked = true;
		if (!isCancelled()) {
			tellOnce();
		}
		if (!rest()) {
			runOnExecutor();
		}
	}

	/**
	 * Tells the subscriber what is true, on its executor.
	 */
	final void runOnExecutor() {
		STATUS.getAndBitwiseOr(this, HANDED_OVER);
		deliver();
	}

	/**
	 * Tells the subscriber what is true, until it knows.
	 */
	@Override
	public final void run() {
		if (!begin()) {
			// Taken back: the executor had said that it would not.
			return;
		}
		if (!this.looked) {
			this.looked = true;
		}
		look();
		while (!rest()) {
			STATUS.getAndBitwiseAnd(this, ~NEWS);
			look();
		}
	}

	private boolean begin() {
		int now;
		do {
			now = this.status;
			if ((now & HANDED_OVER) == 0) {
				return false;
			}
		}
		while (!STATUS.compareAndSet(this, now, now & ~(HANDED_OVER | NEWS)));
		return true;
	}

	private void look() {
		while (!isCancelled() && tellOnce()) {
			// What is true may have changed during the call.
		}
	}

	/**
	 * Leaves the lane, if there was no news meanwhile.
	 * @return {@code false} if there was, and the lane is still busy
	 */
	private boolean rest() {
		while (true) {
			int now = this.status;
			if ((now & CANCELLED) != 0) {
				forgetTold();
				return true;
			}
			if ((now & NEWS) != 0) {
				return false;
			}
			if (STATUS.compareAndSet(this, now, 0)) {
				return true;
			}
		}
	}

	/**
	 * Leaves the lane unlooked, if the executor has not begun. The next news is another
	 * chance; until then nobody need wait for this subscriber.
	 */
	private void takeBack() {
		if (((int) STATUS.getAndBitwiseAnd(this, ~HANDED_OVER) & HANDED_OVER) == 0) {
			return;
		}
		disengage();
		if (((int) STATUS.getAndBitwiseAnd(this, CANCELLED) & CANCELLED) != 0) {
			forgetTold();
		}
	}

	/**
	 * Makes the one call that leads from what was told to what is true.
	 * @return whether there may be another one to make
	 */
	private boolean tellOnce() {
		Held<C> current = this.manager.current();
		Held<C> last = this.told;
		if (last == current) {
			return false;
		}
		ConnectionSubscriber<? super C> subscriber = subscriber();
		if (subscriber == null) {
			cancel();
			return false;
		}
		if (last != null) {
			call(subscriber, last, false);
			forgetTold();
		}
		else if (current != null && current.engage()) {
			this.told = current;
			this.engaged = true;
			call(subscriber, current, true);
		}
		return true;
	}

	private void call(ConnectionSubscriber<? super C> subscriber, Held<C> held, boolean connected) {
		Object outer = Callbacks.enter(this.manager);
		try {
			if (connected) {
				subscriber.connected(held.connection());
			}
			else {
				subscriber.disconnected(held.connection(), held.cause());
			}
		}
		catch (Throwable ex) {
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			String call = connected ? "connected" : "disconnected";
			Unfailing.run(() -> ManagedConnection.logger.warn("Connection '{}': subscriber {} failed in {}",
					this.manager.name(), subscriberName(), call, this.manager.masking().mask(ex)));
		}
		finally {
			Callbacks.exit(outer);
		}
	}

	private void forgetTold() {
		disengage();
		this.told = null;
	}

	private void disengage() {
		Held<C> held = this.told;
		if (held != null && this.engaged) {
			this.engaged = false;
			if (held.disengage()) {
				this.manager.signal(new Input.Drained<>(held.generation()));
			}
		}
	}

	@Override
	public final void cancel() {
		int now;
		do {
			now = this.status;
			if ((now & CANCELLED) != 0) {
				return;
			}
		}
		while (!STATUS.compareAndSet(this, now, now | CANCELLED));
		if ((now & BUSY) == 0) {
			forgetTold();
		}
		this.manager.forget(this);
	}

	@Override
	public boolean isActive() {
		return !isCancelled() && !this.manager.isClosed();
	}

	private boolean isCancelled() {
		return (this.status & CANCELLED) != 0;
	}

	/** A subscriber is known by what it says of itself, if it can say it. */
	private String subscriberName() {
		ConnectionSubscriber<? super C> subscriber = subscriber();
		try {
			return this.manager.masking().mask(String.valueOf(subscriber));
		}
		catch (RuntimeException ex) {
			return "of " + ((subscriber != null) ? subscriber.getClass() : null);
		}
	}

}
