package io.connectionmanager.engine;

import java.lang.ref.ReferenceQueue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagerException;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.ConnectionTransition;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.Connector;
import io.connectionmanager.Masking;
import io.connectionmanager.Subscription;
import io.connectionmanager.engine.Effect.Announce;
import io.connectionmanager.engine.State.Closed;
import io.connectionmanager.engine.State.Leaving;

/**
 * The shell around the {@link Machine}: a manager for users, and one mailbox in which the
 * machine is fed one input at a time.
 * <p>
 * What is decided inside the mailbox is carried out by the {@link Outbox} after it; no
 * user code (connector, subscriber, listener, executor of a user) runs inside. Any method
 * may therefore be called from any callback.
 *
 * @param <C> the type of the connection
 */
final class ManagedConnection<C> extends Mailbox<Outbox> implements ConnectionManager<C> {

	static final Logger logger = LoggerFactory.getLogger(ConnectionManager.class);

	/** How long close() trusts the timer of the runtime to end its waiting. */
	private static final Duration CLOSE_MARGIN = Duration.ofSeconds(1);

	private final String name;

	private final Connector<C> connector;

	private final ConnectionSettings settings;

	private final Optional<URI> endpoint;

	private final EngineRuntime runtime;

	private final Masking masking;

	private final FailureClassifier failureClassifier;

	/** Stored state is reported state. Written only inside the mailbox. */
	private volatile View<C> view;

	/** Touched only inside the mailbox. */
	private final EffectHandler<C> effects;

	/** Where the references to collected subscribers are found; made with the first. */
	private volatile @Nullable ReferenceQueue<ConnectionSubscriber<? super C>> collected;

	ManagedConnection(String name, Connector<C> connector, ConnectionSettings settings, Optional<URI> endpoint,
			EngineRuntime runtime, Masking masking, FailureClassifier failureClassifier,
			List<ConnectionListener> listeners) {
		this.name = name;
		this.connector = connector;
		this.settings = settings;
		this.endpoint = endpoint;
		this.runtime = runtime;
		this.masking = masking;
		this.failureClassifier = failureClassifier;
		this.view = new View<>(machine().initial(runtime.ticker().getAsLong()), runtime.clock().instant());
		this.effects = new EffectHandler<>(this, listeners);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Masking masking() {
		return this.masking;
	}

	FailureClassifier failureClassifier() {
		return this.failureClassifier;
	}

	Connector<C> connector() {
		return this.connector;
	}

	ConnectionSettings settings() {
		return this.settings;
	}

	Optional<URI> endpoint() {
		return this.endpoint;
	}

	EngineRuntime runtime() {
		return this.runtime;
	}

	// Reading

	@Override
	public boolean isConnected() {
		return this.view.ready() != null;
	}

	@Override
	public Optional<C> connection() {
		return this.view.connection();
	}

	@Override
	public C requireConnection() {
		View<C> now = this.view;
		Held<C> ready = now.ready();
		if (ready != null) {
			return ready.connection();
		}
		throw notConnected(now, Duration.ZERO);
	}

	@Override
	public ConnectionSnapshot<C> snapshot() {
		return this.view.snapshot(this.name);
	}

	/**
	 * Returns what is true now for a subscriber.
	 * @return the connection that is ready, or {@code null}
	 */
	@Nullable Held<C> current() {
		return this.view.ready();
	}

	private ConnectionManagerException notConnected(View<C> view, Duration waited) {
		return view.notConnected(this.name, waited, this.runtime.ticker().getAsLong(), this.masking);
	}

	@Override
	public C awaitConnection(Duration atMost) throws InterruptedException {
		View<C> now = this.view;
		Held<C> ready = now.ready();
		if (ready != null) {
			return ready.connection();
		}
		if (atMost.isNegative() || atMost.isZero()) {
			throw notConnected(now, Duration.ZERO);
		}
		CompletableFuture<@Nullable Held<C>> arrival = new CompletableFuture<>();
		Runnable alarm = this.runtime.timer().schedule(() -> arrival.complete(null), Spans.saturatedNanos(atMost));
		post((outbox) -> this.effects.await(arrival));
		try {
			ready = arrival.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			alarm.run();
			post((outbox) -> this.effects.forget(arrival));
		}
		if (ready == null) {
			throw notConnected(this.view, atMost);
		}
		return ready.connection();
	}

	// Asking

	@Override
	public void start() {
		signal(new Input.Start<>());
	}

	@Override
	public CompletionStage<Void> stop() {
		return stop(new Input.Stop<>()).minimalCompletionStage();
	}

	@Override
	public void reconnect() {
		signal(new Input.Reconnect<>());
	}

	@Override
	public void connectionLost(C connection, @Nullable Throwable cause) {
		Held<C> present = this.view.present();
		if (present != null && present.connection() == connection) {
			signal(new Input.Lost<>(present.generation(), cause));
		}
	}

	@Override
	public void close() {
		CompletableFuture<Void> closed = stop(new Input.Close<>());
		if (Callbacks.isInside(this)) {
			return;
		}
		Duration atMost = this.settings.drainTimeout().multipliedBy(2).plus(CLOSE_MARGIN);
		try {
			closed.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// The runtime was closed before, or its timer has stopped.
			logger.warn("Connection '{}': not closed after {}", this.name, Spans.format(atMost), ex);
		}
	}

	private CompletableFuture<Void> stop(Input<Held<C>> input) {
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		post((outbox) -> {
			this.effects.awaitStop(stopped);
			advance(input, outbox);
		});
		return stopped;
	}

	/**
	 * Feeds the machine, from any thread.
	 * @param input what happened
	 */
	void signal(Input<Held<C>> input) {
		post((outbox) -> advance(input, outbox));
	}

	/**
	 * Feeds the machine, from a worker that has nothing else to do afterwards.
	 * @param input what happened
	 */
	void signalFromWorker(Input<Held<C>> input) {
		if (put((outbox) -> advance(input, outbox))) {
			drained().deliverFromWorker(this.runtime);
		}
	}

	// Subscribing

	@Override
	public Subscription subscribe(ConnectionSubscriber<? super C> subscriber) {
		return join(new StrongLane<>(this, Objects.requireNonNull(subscriber, "subscriber")));
	}

	@Override
	public Subscription subscribe(ConnectionSubscriber<? super C> subscriber, Executor executor) {
		return join(new StrongLane.OnExecutor<>(this, Objects.requireNonNull(subscriber, "subscriber"),
				Objects.requireNonNull(executor, "executor")));
	}

	@Override
	public Subscription subscribeWeakly(ConnectionSubscriber<? super C> subscriber) {
		return join(new WeakLane<>(this, Objects.requireNonNull(subscriber, "subscriber"), collected()));
	}

	private synchronized ReferenceQueue<ConnectionSubscriber<? super C>> collected() {
		if (this.collected == null) {
			this.collected = new ReferenceQueue<>();
		}
		return this.collected;
	}

	private Subscription join(Lane<C> lane) {
		post((outbox) -> {
			purge();
			this.effects.join(lane, outbox);
		});
		if (lane.hasForeignExecutor()) {
			lane.runOnExecutor();
		}
		else {
			lane.runFirst();
		}
		return lane;
	}

	void forget(Lane<C> lane) {
		post((outbox) -> this.effects.remove(lane));
	}

	void forget(Closing<C> closing) {
		post((outbox) -> this.effects.forget(closing));
	}

	// The mailbox

	private void post(Consumer<Outbox> action) {
		if (put(action)) {
			drained().deliver(this.runtime);
		}
	}

	private Outbox drained() {
		Outbox outbox = new Outbox();
		drain(outbox);
		return outbox;
	}

	/**
	 * Cancels the subscriptions of those who have been collected. Inside the mailbox, so
	 * that what that leads to comes after and not within it.
	 */
	private void purge() {
		ReferenceQueue<?> collected = this.collected;
		if (collected != null) {
			WeakLane.purge(collected);
		}
	}

	private void advance(Input<Held<C>> input, Outbox outbox) {
		purge();
		View<C> before = this.view;
		long now = this.runtime.ticker().getAsLong();
		Step<Held<C>> step = machine().step(before.state(), input, now, this.runtime.random().getAsDouble());
		if (step.next() != before.state()) {
			enter(step.next(), before);
		}
		for (Effect<Held<C>> effect : step.effects()) {
			try {
				this.effects.carryOut(effect, outbox);
			}
			catch (Throwable ex) {
				Unfailing.log(effect, ex);
			}
		}
	}

	private void enter(State<Held<C>> next, View<C> before) {
		boolean sameShown = next.shown() == before.state().shown() && next.since() == before.state().since();
		View<C> after = new View<>(next, sameShown ? before.since() : this.runtime.clock().instant());
		Held<C> gone = (after.ready() == null) ? before.ready() : null;
		boolean asked = next instanceof Leaving;
		if (gone != null) {
			gone.endedBy(asked ? null : next.ledger().lastFailure());
		}
		this.view = after;
		// A drain is over when all have heard of it; the machine itself has, now.
		if (gone != null && asked && gone.disengage()) {
			signal(new Input.Drained<>(gone.generation()));
		}
	}

	// It has no state of its own, so it need not be kept.
	private Machine<Held<C>> machine() {
		return new Machine<>(this.name, this.settings);
	}

	ConnectionTransition transition(Announce<Held<C>> announce) {
		return new ConnectionTransition(this.name, announce.from(), announce.to(), announce.attempt(), announce.cause(),
				this.view.since(), Duration.ofNanos(announce.inPreviousNanos()));
	}

	boolean isClosed() {
		return this.view.state() instanceof Closed;
	}

	@Override
	public String toString() {
		return "connection '%s' (%s)".formatted(this.name, this.view.state().shown());
	}

}
