package io.connectionmanager.engine;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.KeepAliveProbe;
import io.connectionmanager.engine.machine.Failure;
import io.connectionmanager.engine.machine.Failures;
import io.connectionmanager.engine.machine.Input;
import io.connectionmanager.engine.machine.RetryProgress;
import io.connectionmanager.engine.runtime.PermitRequest;
import io.connectionmanager.engine.runtime.SerialTask;
import io.connectionmanager.engine.runtime.Work;

/**
 * One attempt, which calls the connector on a worker and feeds the outcome to the machine
 * under its generation. Signals and results are recorded first and fed afterwards, so
 * that they can be fed again after an error.
 *
 * @param <C> the type of the connection
 */
final class Attempt<C> extends SerialTask implements ConnectionAttempt {

	/** Represents a loss without a cause. */
	private static final Throwable NO_REASON = new Throwable(null, null, false, false) {

		private static final long serialVersionUID = 1L;

	};

	private final ManagerContext<C> context;

	private final OpenConnections<C> connections;

	private final long generation;

	private final int number;

	private final int endpoint;

	/** Only if the connection is exclusive. */
	private final @Nullable Long token;

	private final PermitRequest permit;

	private final AbandonActions<C> abandonActions;

	private final OpenOutcome<C> outcome;

	// Signals and tasks that met an error.

	private volatile boolean ready;

	private volatile @Nullable Throwable lost;

	private volatile @Nullable Boolean endsReady;

	/** Only connections that are watched have one. */
	private volatile @Nullable KeepAlive<C> keepAlive;

	private final Unfed unfed = new Unfed(this::feedAgain);

	// Guarded by this, like everything below.

	/** The thread that is running {@code open}. */
	private @Nullable Thread opener;

	private boolean ended;

	/** Whether it ended while a thread was running {@code open} that has not returned. */
	private boolean holdsThread;

	Attempt(ManagerContext<C> context, OpenConnections<C> connections, RetryProgress progress) {
		super(false);
		this.context = context;
		this.connections = connections;
		this.generation = progress.generation();
		this.number = progress.attempt();
		this.endpoint = progress.endpoint();
		this.token = progress.token();
		this.abandonActions = new AbandonActions<>(context, connections, this.generation);
		this.outcome = new OpenOutcome<>(context, connections, this.generation);
		this.permit = new PermitRequest(this.number > 1,
				() -> context.feed(new Input.PermitGranted<>(this.generation)));
	}

	PermitRequest permit() {
		return this.permit;
	}

	@Override
	protected boolean submit() {
		return this.context.runtime().tryExecute(Work.OPEN, this);
	}

	/**
	 * Ends the attempt: interrupts the thread that is running {@code open}, releases the
	 * permit and, unless the connection is ready, aborts the work in progress.
	 * @param ready whether the connection is ready
	 */
	void end(boolean ready) {
		try {
			doEnd(ready);
		}
		catch (Throwable ex) {
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
		KeepAlive<C> keepAlive = this.keepAlive;
		if (ready) {
			this.abandonActions.discard();
			if (keepAlive != null) {
				keepAlive.beginIfReady();
			}
		}
		else {
			if (keepAlive != null) {
				keepAlive.discard();
			}
			this.abandonActions.run();
		}
	}

	@Override
	protected void perform() {
		// Made before it counts as called: without it there would be no outcome.
		Opening<C> opening = new Opening<>();
		if (!this.context.feed(new Input.OpenCalled<>(this.generation))) {
			// The machine has left the attempt, or open was already called.
			return;
		}
		Failure classified = null;
		boolean entered = enter();
		if (entered) {
			try {
				opening.call(this.context, this);
				// In here, because a classifier that hangs holds this thread as open
				// does.
				classified = opening.hasOpened() ? null : classify(opening.failure());
			}
			finally {
				leave();
			}
		}
		Throwable failure = entered ? opening.failure() : new InterruptedException();
		if (failure != null && opening.hasOpened()) {
			// The interceptor has failed: what it leaves behind is closed when it is
			// here.
			disconnected(failure);
		}
		CompletionStage<? extends C> stage = opening.stage();
		if (stage != null) {
			follow(stage);
		}
		else {
			finished(opening.connection(), failure, classified);
		}
	}

	private @Nullable Failure classify(@Nullable Throwable failure) {
		try {
			return this.context.classify(this.generation,
					(failure != null) ? failure : Failures.returnedNothing(name()));
		}
		catch (Throwable ex) {
			return null;
		}
	}

	private void follow(CompletionStage<? extends C> stage) {
		try {
			stage.whenComplete(this::completed);
		}
		catch (Throwable ex) {
			finished(null, ex, null);
		}
	}

	private void completed(@Nullable C connection, @Nullable Throwable failure) {
		if (connection != null) {
			connected();
		}
		finished(connection, (failure != null) ? Opening.unwrap(failure) : null, null);
	}

	private synchronized boolean enter() {
		if (this.ended) {
			return false;
		}
		this.opener = Thread.currentThread();
		return true;
	}

	/**
	 * Records that {@code open} has returned. An interrupt that was meant for it must not
	 * reach whatever the thread does next.
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

	private void finished(@Nullable C connection, @Nullable Throwable failure, @Nullable Failure classified) {
		if (!this.outcome.record(connection, failure, classified)) {
			return;
		}
		try {
			this.outcome.passOn();
		}
		catch (Throwable ex) {
			this.context.feedLater(this.unfed);
		}
	}

	/**
	 * Repeats what met an error. Feeding what is already known makes no difference.
	 */
	private void feedAgain() {
		try {
			this.outcome.passOn();
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
		catch (Throwable ex) {
			this.context.feedLater(this.unfed);
		}
	}

	// Called by connectors

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
	public ConnectionSettings settings() {
		return this.context.settings();
	}

	@Override
	public void keepAlive(KeepAliveProbe probe) {
		Objects.requireNonNull(probe, "probe");
		AttemptExtras extras = settings().keepAlive().enabled() ? this.context.extras(this.generation) : null;
		if (extras != null) {
			KeepAlive<C> keepAlive = watch(extras);
			keepAlive.probe(probe);
			keepAlive.beginIfReady();
		}
	}

	private synchronized KeepAlive<C> watch(AttemptExtras extras) {
		KeepAlive<C> keepAlive = this.keepAlive;
		if (keepAlive == null) {
			keepAlive = new KeepAlive<>(this.context, this.connections, this.generation, this.number);
			extras.watch(keepAlive);
			this.keepAlive = keepAlive;
		}
		return keepAlive;
	}

	@Override
	public void alive() {
		KeepAlive<C> keepAlive = this.keepAlive;
		if (keepAlive != null) {
			keepAlive.alive();
		}
	}

	@Override
	public void detail(String key, @Nullable Object value) {
		PublishedState.requireOwnKey(key);
		if (key.isBlank() || key.length() > AttemptExtras.MAX_KEY) {
			throw new IllegalArgumentException("The key of a detail must have 1 to %d characters and not be blank"
				.formatted(AttemptExtras.MAX_KEY));
		}
		Object displayed = (value != null) ? AttemptExtras.displayed(value, this.context.masking()) : null;
		AttemptExtras extras = this.context.extras(this.generation);
		if (extras != null) {
			extras.detail(key, displayed);
		}
	}

	@Override
	public Optional<URI> endpoint() {
		return this.context.endpoint(this.endpoint);
	}

	@Override
	public OptionalLong fencingToken() {
		return (this.token != null) ? OptionalLong.of(this.token) : OptionalLong.empty();
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
		catch (Throwable ex) {
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
		catch (Throwable ex) {
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
