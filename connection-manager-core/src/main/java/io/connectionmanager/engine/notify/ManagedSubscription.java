package io.connectionmanager.engine.notify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.ConnectionUnusableException;
import io.connectionmanager.Subscription;
import io.connectionmanager.engine.runtime.CallbackScope;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.UncaughtFailures;
import io.connectionmanager.engine.runtime.Work;

/**
 * A subscription. It has no queue: it compares what is true now with what it last
 * reported, and moves the second towards the first, one call at a time.
 * <ul>
 * <li>{@code reported} and the subscriber's calls belong to the thread that runs this
 * task.</li>
 * <li>{@code retained} is the connection that this subscription keeps open until the
 * subscriber has returned from {@code disconnected}. Whoever takes it out of the field
 * releases it: the running thread after the call, or the thread that cancels.</li>
 * <li>The neighbours belong to the serial queue of the manager.</li>
 * </ul>
 *
 * @param <C> the type of the connection
 */
public abstract class ManagedSubscription<C> extends SerialTask implements Subscription {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	private static final VarHandle RETAINED;

	private static final VarHandle CANCELLED;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			RETAINED = lookup.findVarHandle(ManagedSubscription.class, "retained", ConnectionHandle.class);
			CANCELLED = lookup.findVarHandle(ManagedSubscription.class, "cancelled", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final NotificationContext<C> context;

	private volatile boolean cancelled;

	/** Whether the subscribing thread has made its first check, or is about to. */
	private volatile boolean looked;

	private boolean refusalLogged;

	/** Whether this is in the list of the manager. */
	boolean listed;

	/** The connection of the latest {@code connected} without a {@code disconnected}. */
	private @Nullable ConnectionHandle<C> reported;

	private volatile @Nullable ConnectionHandle<C> retained;

	@Nullable ManagedSubscription<C> previous;

	@Nullable ManagedSubscription<C> next;

	/**
	 * Creates a subscription that the subscribing thread holds until it calls
	 * {@link #lookFirst()}.
	 * @param context the manager
	 */
	ManagedSubscription(NotificationContext<C> context) {
		super(true);
		this.context = context;
	}

	/**
	 * Returns the subscriber.
	 * @return the subscriber, or {@code null} if it was held weakly and has been
	 * collected, or if the subscription was cancelled
	 */
	abstract @Nullable ConnectionSubscriber<? super C> subscriber();

	final NotificationContext<C> context() {
		return this.context;
	}

	/** Releases the subscriber. */
	abstract void forgetSubscriber();

	/**
	 * Returns whether the application supplied the executor, so that a call may run at
	 * once on the requesting thread.
	 * @return whether it did
	 */
	public boolean hasOwnExecutor() {
		return false;
	}

	@Override
	protected boolean submit() {
		return this.context.runtime().tryExecute(Work.NOTIFY, this);
	}

	/**
	 * Handles a rejection by the executor: nothing waits for this subscriber until it can
	 * be called again.
	 */
	final boolean accepted(boolean accepted) {
		if (!accepted) {
			release();
			if (!this.refusalLogged) {
				this.refusalLogged = true;
				UncaughtFailures.catchAll(() -> logger.warn(
						"Connection '{}': executor rejected the call of subscriber {}; the call will be submitted again",
						this.context.name(), subscriberName()));
			}
		}
		return accepted;
	}

	/**
	 * Makes the first check, on the subscribing thread or on the executor of the
	 * subscriber.
	 */
	public final void lookFirst() {
		if (hasOwnExecutor()) {
			performHeld(this::request);
		}
		else {
			this.looked = true;
			performHeld(this::lookOnce);
		}
	}

	/**
	 * Records that this subscription is notified from now on.
	 * @return whether the caller has to {@link #dispatch()} it, because something may
	 * have happened since its first check
	 */
	public final boolean requestAfterJoining() {
		return this.looked && request();
	}

	@Override
	protected final void perform() {
		if (!this.looked) {
			this.looked = true;
		}
		this.refusalLogged = false;
		if (lookOnce()) {
			request();
		}
		if (this.cancelled) {
			this.reported = null;
		}
	}

	/** Those who were to be notified before this one have their turn first. */
	@Override
	protected Executor executorOfNextRun() {
		return this.context.runtime().executor(Work.NOTIFY);
	}

	/**
	 * Makes the one call that leads from what was reported to what is true. Where that
	 * changes during the call, another one is requested, in the order of all others.
	 * @return whether another call is due
	 */
	private boolean lookOnce() {
		if (this.cancelled) {
			this.reported = null;
			if (this.listed) {
				// Where an error has kept cancel() from getting so far.
				release();
				this.context.forget(this);
			}
			return false;
		}
		ConnectionHandle<C> current = this.context.current();
		ConnectionHandle<C> last = this.reported;
		if (last == current) {
			return false;
		}
		ConnectionSubscriber<? super C> subscriber = subscriber();
		if (subscriber == null) {
			cancel();
			this.reported = null;
			return false;
		}
		if (last != null) {
			callDisconnected(subscriber, last);
			return current != null;
		}
		if (current != null) {
			callConnected(subscriber, current);
		}
		return false;
	}

	private boolean retain(ConnectionHandle<C> handle) {
		if (!handle.tryRetain()) {
			return false;
		}
		this.retained = handle;
		if (this.cancelled) {
			release();
			return false;
		}
		return true;
	}

	@SuppressWarnings("unchecked")
	private void release() {
		ConnectionHandle<C> handle = (ConnectionHandle<C>) RETAINED.getAndSet(this, null);
		if (handle != null && handle.release()) {
			this.context.released(handle);
		}
	}

	// There may be no memory to enter the scope: so it is entered before anything is
	// noted, and nothing that was noted depends on leaving it.

	private void callConnected(ConnectionSubscriber<? super C> subscriber, ConnectionHandle<C> handle) {
		CallbackScope scope = CallbackScope.enter(this.context);
		try {
			if (retain(handle)) {
				this.reported = handle;
				subscriber.connected(handle.connection());
			}
		}
		catch (ConnectionUnusableException ex) {
			this.context.unusable(handle, ex);
		}
		catch (Throwable ex) {
			logFailure("connected", ex);
		}
		finally {
			scope.exit();
		}
	}

	private void callDisconnected(ConnectionSubscriber<? super C> subscriber, ConnectionHandle<C> handle) {
		CallbackScope scope = CallbackScope.enter(this.context);
		this.reported = null;
		try {
			subscriber.disconnected(handle.connection(), handle.cause());
		}
		catch (Throwable ex) {
			logFailure("disconnected", ex);
		}
		finally {
			try {
				scope.exit();
			}
			finally {
				release();
			}
		}
	}

	private void logFailure(String call, Throwable failure) {
		UncaughtFailures.catchAll(() -> logger.warn("Connection '{}': subscriber {} failed in {}", this.context.name(),
				subscriberName(), call, this.context.masking().mask(failure)));
	}

	@Override
	public final void cancel() {
		if (!CANCELLED.compareAndSet(this, false, true)) {
			return;
		}
		release();
		forgetSubscriber();
		if (tryHold()) {
			performHeld(() -> this.reported = null);
		}
		this.context.forget(this);
	}

	@Override
	public boolean isActive() {
		return !this.cancelled && !this.context.isClosed();
	}

	/** The subscriber's own text, if its {@code toString} works. */
	private String subscriberName() {
		ConnectionSubscriber<? super C> subscriber = subscriber();
		try {
			return this.context.masking().maskLine(String.valueOf(subscriber));
		}
		catch (RuntimeException ex) {
			return "of " + ((subscriber != null) ? subscriber.getClass() : null);
		}
	}

}
