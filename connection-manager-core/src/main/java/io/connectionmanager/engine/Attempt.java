package io.connectionmanager.engine;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.AsyncOpener;
import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.FailureKind;
import io.connectionmanager.engine.machine.Failure;
import io.connectionmanager.engine.machine.Input;
import io.connectionmanager.engine.notify.ConnectionHandle;
import io.connectionmanager.engine.runtime.CallbackScope;
import io.connectionmanager.engine.runtime.PermitRequest;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.Work;

/**
 * One attempt: calls the connector on a worker and passes on what comes of it, under its
 * generation. What the connector has signalled and returned is noted first and then fed
 * to the machine, so that it can be fed again where that met an error.
 *
 * @param <C> the type of the connection
 */
final class Attempt<C> extends SerialTask implements ConnectionAttempt {

	/** Stands for a loss without a reason. */
	private static final Throwable NO_REASON = new Throwable(null, null, false, false) {

		private static final long serialVersionUID = 1L;

	};

	private enum Outcome {

		NONE, PENDING, PASSING, PASSED

	}

	private final ManagerContext<C> context;

	private final OpenConnections<C> connections;

	private final long generation;

	private final int number;

	private final PermitRequest permit;

	private final AbandonActions<C> abandonActions;

	// What was signalled, or is to be done, and has met an error.

	private volatile boolean ready;

	private volatile @Nullable Throwable lost;

	private volatile @Nullable Boolean endsReady;

	private final Unfed unfed = new Unfed(this::feedAgain);

	// Guarded by this, like all that follows.

	/** The thread that is in {@code open}. */
	private @Nullable Thread opener;

	private boolean ended;

	/** Whether it ended while a thread was in {@code open}, and that has not returned. */
	private boolean holdsThread;

	private volatile Outcome outcome = Outcome.NONE;

	private @Nullable C returned;

	private @Nullable Throwable failed;

	Attempt(ManagerContext<C> context, OpenConnections<C> connections, long generation, int number) {
		super(false);
		this.context = context;
		this.connections = connections;
		this.generation = generation;
		this.number = number;
		this.abandonActions = new AbandonActions<>(context, connections, generation);
		this.permit = new PermitRequest(number > 1, () -> context.feed(new Input.PermitGranted<>(generation)));
	}

	PermitRequest permit() {
		return this.permit;
	}

	@Override
	protected boolean submit() {
		return this.context.runtime().tryExecute(Work.OPEN, this);
	}

	/**
	 * Ends the attempt: interrupts the thread that is in {@code open}, gives the permit
	 * back and, unless the connection is ready, aborts what is under way.
	 * @param ready whether the connection is ready
	 */
	void end(boolean ready) {
		try {
			doEnd(ready);
		}
		catch (Error ex) {
			this.endsReady = ready;
			this.context.feedLater(this.unfed);
		}
	}

	private void doEnd(boolean ready) {
		boolean holdsThread = false;
		long now = this.context.runtime().nanos();
		synchronized (this) {
			if (this.opener != null && !this.ended) {
				this.opener.interrupt();
				this.connections.abandonedCalls().hangs(this, this.opener, now);
				this.holdsThread = true;
				holdsThread = true;
			}
			this.ended = true;
		}
		if (holdsThread) {
			this.context.runtime().openingIsAbandoned(true);
		}
		this.context.runtime().limit().release(this.permit);
		if (ready) {
			this.abandonActions.discard();
		}
		else {
			this.abandonActions.run();
		}
	}

	@Override
	protected void perform() {
		if (!this.context.feed(new Input.OpenCalled<>(this.generation))) {
			// It has been left, or open was called already.
			return;
		}
		C connection = null;
		Throwable failure = null;
		CompletionStage<? extends C> stage = null;
		if (!enter()) {
			failure = new InterruptedException();
		}
		else {
			CallbackScope scope = CallbackScope.enter(this.context);
			try {
				AsyncOpener<C> asyncOpener = this.context.asyncOpener();
				if (asyncOpener != null) {
					stage = asyncOpener.open(this);
				}
				else {
					connection = this.context.connector().open(this);
				}
			}
			catch (Throwable ex) {
				failure = ex;
			}
			finally {
				scope.exit();
				leave();
			}
		}
		if (stage != null) {
			follow(stage);
		}
		else {
			finished(connection, failure);
		}
	}

	private void follow(CompletionStage<? extends C> stage) {
		try {
			stage.whenComplete((connection, reason) -> finished(connection, (reason != null) ? unwrap(reason) : null));
		}
		catch (Throwable ex) {
			finished(null, ex);
		}
	}

	private synchronized boolean enter() {
		if (this.ended) {
			return false;
		}
		this.opener = Thread.currentThread();
		return true;
	}

	/**
	 * Notes that {@code open} has returned. An interrupt that was meant for it must not
	 * hit what the thread does next.
	 */
	private void leave() {
		boolean heldThread;
		synchronized (this) {
			this.opener = null;
			if (this.ended) {
				Thread.interrupted();
			}
			heldThread = this.holdsThread;
			this.holdsThread = false;
		}
		if (heldThread) {
			this.connections.abandonedCalls().returned(this);
			this.context.runtime().openingIsAbandoned(false);
		}
	}

	private void finished(@Nullable C connection, @Nullable Throwable failure) {
		synchronized (this) {
			if (this.outcome != Outcome.NONE) {
				return;
			}
			this.returned = connection;
			this.failed = failure;
			this.outcome = Outcome.PENDING;
		}
		try {
			passOn();
		}
		catch (Error ex) {
			this.context.feedLater(this.unfed);
		}
	}

	/**
	 * Passes the outcome of {@code open} on, unless that has been done.
	 */
	private void passOn() {
		synchronized (this) {
			if (this.outcome != Outcome.PENDING) {
				return;
			}
			this.outcome = Outcome.PASSING;
		}
		boolean passed = false;
		try {
			passOn(this.returned, this.failed);
			passed = true;
		}
		finally {
			// Without the monitor: to enter it takes stack.
			this.outcome = passed ? Outcome.PASSED : Outcome.PENDING;
		}
		this.returned = null;
		this.failed = null;
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
		Throwable cause = (connection != null) ? returnedAgain() : (failure != null) ? failure : returnedNothing();
		Failure classified = this.context.classify(this.generation, cause);
		this.context.feed(new Input.Failed<>(this.generation,
				(classified != null) ? classified : new Failure(cause, FailureKind.OTHER)));
	}

	private Throwable returnedNothing() {
		return new IllegalStateException(
				"The connector of '%s' returned null instead of a connection".formatted(name()));
	}

	private Throwable returnedAgain() {
		return new IllegalStateException(
				("The connector of '%s' returned a connection that it has returned before and that is not closed yet; "
						+ "each attempt needs a connection of its own")
					.formatted(name()));
	}

	private static Throwable unwrap(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	/**
	 * Does once more what has met an error. What is known already makes no difference.
	 */
	private void feedAgain() {
		try {
			passOn();
			if (this.ready) {
				this.context.feed(new Input.Ready<>(this.generation));
				this.ready = false;
			}
			Throwable lost = this.lost;
			if (lost != null) {
				feedLost(lost);
				this.lost = null;
			}
			Boolean endsReady = this.endsReady;
			if (endsReady != null) {
				doEnd(endsReady);
				this.endsReady = null;
			}
		}
		catch (Error ex) {
			this.context.feedLater(this.unfed);
		}
	}

	// What connectors call

	@Override
	public String name() {
		return this.context.name();
	}

	@Override
	public int number() {
		return this.number;
	}

	@Override
	public long generation() {
		return this.generation;
	}

	@Override
	public Duration timeout() {
		return this.context.settings().timeout();
	}

	@Override
	public Optional<URI> endpoint() {
		return this.context.endpoint();
	}

	@Override
	public void onAbandoned(Runnable action) {
		this.abandonActions.add(Objects.requireNonNull(action, "action"));
	}

	@Override
	public void connected() {
		try {
			this.context.feed(new Input.Ready<>(this.generation));
		}
		catch (Error ex) {
			this.ready = true;
			this.context.feedLater(this.unfed);
		}
	}

	@Override
	public void disconnected(@Nullable Throwable cause) {
		Throwable reason = (cause != null) ? cause : NO_REASON;
		try {
			feedLost(reason);
		}
		catch (Error ex) {
			this.lost = reason;
			this.context.feedLater(this.unfed);
		}
	}

	private void feedLost(Throwable reason) {
		Failure failure = this.context.classify(this.generation, (reason != NO_REASON) ? reason : null);
		if (failure != null) {
			this.context.feed(new Input.Lost<>(this.generation, failure));
		}
	}

	@Override
	public String toString() {
		return "attempt %d of connection '%s'".formatted(this.number, name());
	}

}
