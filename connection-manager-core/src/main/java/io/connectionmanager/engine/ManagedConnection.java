package io.connectionmanager.engine;

import java.lang.ref.ReferenceQueue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.AsyncOpener;
import io.connectionmanager.ClaimHolder;
import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagerException;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionSnapshot;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.ConnectionUnusableException;
import io.connectionmanager.Connector;
import io.connectionmanager.EndpointPolicy;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.Masking;
import io.connectionmanager.OpenInterceptor;
import io.connectionmanager.Subscription;
import io.connectionmanager.engine.exclusive.ClaimRegistry;
import io.connectionmanager.engine.machine.Failure;
import io.connectionmanager.engine.machine.Input;
import io.connectionmanager.engine.notify.ConnectionHandle;
import io.connectionmanager.engine.notify.ManagedSubscription;
import io.connectionmanager.engine.notify.StrongSubscription;
import io.connectionmanager.engine.notify.WeakSubscription;
import io.connectionmanager.engine.runtime.CallbackScope;
import io.connectionmanager.engine.runtime.EngineRuntime;
import io.connectionmanager.engine.runtime.SuppliedTimer;

/**
 * The manager that users see: reading, commands and subscribing. The {@link DecisionLoop}
 * decides what a command leads to.
 *
 * @param <C> the type of the connection
 */
final class ManagedConnection<C> extends FailureLoop<C> implements ConnectionManager<C> {

	/** How much longer than its stage {@code close()} waits. */
	private static final Duration CLOSE_MARGIN = Duration.ofSeconds(1);

	private final String name;

	private final Connector<C> connector;

	/** In the order in which they are tried. */
	private final List<URI> endpoints;

	private final boolean endpointsOrdered;

	private final Masking masking;

	/** Only the manager of an exclusive connection has one. */
	private final @Nullable Exclusivity<C> exclusivity;

	/** Created with the monitor of the queue held. */
	private volatile @Nullable LazyParts<C> lazyParts;

	ManagedConnection(String name, Connector<C> connector, ConnectionSettings settings, List<URI> endpoints,
			EndpointPolicy endpointPolicy, EngineRuntime runtime, Masking masking, FailureClassifier failureClassifier,
			List<ConnectionListener> listeners, @Nullable ClaimRegistry registry, @Nullable Duration yieldAfter) {
		super(settings, runtime, listeners, failureClassifier);
		this.name = name;
		this.connector = connector;
		this.endpoints = endpoints;
		this.endpointsOrdered = endpointPolicy == EndpointPolicy.ORDERED;
		this.masking = masking;
		this.exclusivity = (registry != null) ? new Exclusivity<>(this, () -> published().state(), registry, yieldAfter)
				: null;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Masking masking() {
		return this.masking;
	}

	@Override
	public List<URI> endpoints() {
		return this.endpoints;
	}

	// Reading

	@Override
	public boolean isConnected() {
		return upToDate().ready() != null;
	}

	@Override
	public Optional<C> connection() {
		return upToDate().connection();
	}

	@Override
	public C requireConnection() {
		PublishedState<C> now = upToDate();
		ConnectionHandle<C> ready = now.ready();
		if (ready != null) {
			return ready.connection();
		}
		throw notConnected(now, Duration.ZERO);
	}

	@Override
	public ConnectionSnapshot<C> snapshot() {
		PublishedState<C> now = upToDate();
		String endpoint = Endpoints.text(this.endpoints, now.state().progress().endpoint(), this.masking);
		return now.snapshot(this.name, settings(), runtime().nanos(), endpoint, extras());
	}

	private ConnectionManagerException notConnected(PublishedState<C> state, Duration waited) {
		return state.notConnected(this.name, waited, runtime().nanos(), this.masking, holder());
	}

	@Override
	public C awaitConnection(Duration atMost) throws InterruptedException {
		boolean patient = !atMost.isNegative() && !atMost.isZero();
		PublishedState<C> decided = patient ? lazyParts().waiters.await(this::decided, Waiters.nanos(atMost), runtime())
				: decided();
		ConnectionHandle<C> ready = (decided != null) ? decided.ready() : null;
		if (ready == null) {
			throw notConnected((decided != null) ? decided : published(), patient ? atMost : Duration.ZERO);
		}
		return ready.connection();
	}

	@Override
	public void wakeWaiters() {
		LazyParts<C> parts = this.lazyParts;
		if (parts != null) {
			parts.waiters.wakeAll();
		}
	}

	/** The state, if waiting for a connection has become pointless. */
	private @Nullable PublishedState<C> decided() {
		PublishedState<C> now = upToDate();
		return (now.ready() != null || now.isClosed()) ? now : null;
	}

	// Commands

	@Override
	public void start() {
		runtime().sweep().add(this);
		feed(new Input.Start<>());
		leaveSweepIfAtRest();
	}

	@Override
	public CompletionStage<Void> stop() {
		LazyParts<C> parts = this.lazyParts;
		StopRequest latest = (parts != null) ? parts.latestStop : null;
		if (latest != null && latest.isCrowded() && latest.isFor(published().state())) {
			return latest.sharedStage();
		}
		return stop(new Input.Stop<>(), false).stage().minimalCompletionStage();
	}

	@Override
	public void reconnect() {
		runtime().sweep().add(this);
		feed(new Input.Reconnect<>());
		leaveSweepIfAtRest();
	}

	@Override
	public void connectionLost(C connection, @Nullable Throwable cause) {
		ConnectionHandle<C> present = published().present();
		if (present != null && present.connection() == connection) {
			lost(present, cause);
		}
	}

	private void lost(ConnectionHandle<C> handle, @Nullable Throwable cause) {
		Failure failure = classify(handle.generation(), cause);
		if (failure != null) {
			feed(new Input.Lost<>(handle.generation(), failure));
		}
	}

	@Override
	public void close() {
		boolean again = published().isClosed();
		StopRequest closed = stop(new Input.Close<>(), true);
		if (again || CallbackScope.isInside(this) || SuppliedTimer.isCalling()) {
			return;
		}
		closed.await(settings().drainTimeout().multipliedBy(2).plus(CLOSE_MARGIN), this.name);
	}

	private StopRequest stop(Input<ConnectionHandle<C>> input, boolean internal) {
		StopRequest stop = new StopRequest(runtime(), internal);
		LazyParts<C> parts = lazyParts();
		runtime().sweep().add(this);
		feed(input, stop);
		stop.decided(published().state(), parts.latestStop);
		parts.latestStop = stop;
		return stop;
	}

	@Override
	public Optional<ExclusiveGroup> exclusiveGroup() {
		return (this.exclusivity != null) ? Optional.of(this.exclusivity.claim().group()) : Optional.empty();
	}

	@Override
	public Optional<ClaimHolder> holder() {
		return (this.exclusivity != null) ? this.exclusivity.claim().holder() : Optional.empty();
	}

	@Override
	public CompletionStage<Boolean> handOver() {
		return (this.exclusivity != null) ? this.exclusivity.claim().handOver()
				: CompletableFuture.completedStage(false);
	}

	// Subscribing

	@Override
	public Subscription subscribe(ConnectionSubscriber<? super C> subscriber) {
		return join(new StrongSubscription<>(this, Objects.requireNonNull(subscriber, "subscriber")));
	}

	@Override
	public Subscription subscribe(ConnectionSubscriber<? super C> subscriber, Executor executor) {
		return join(new StrongSubscription.OnExecutor<>(this, Objects.requireNonNull(subscriber, "subscriber"),
				Objects.requireNonNull(executor, "executor")));
	}

	@Override
	public Subscription subscribeWeakly(ConnectionSubscriber<? super C> subscriber) {
		return join(new WeakSubscription<>(this, Objects.requireNonNull(subscriber, "subscriber"),
				lazyParts().requireCollected()));
	}

	private Subscription join(ManagedSubscription<C> subscription) {
		purge();
		post((effects, deferred) -> effects.join(subscription, deferred));
		subscription.lookFirst();
		return subscription;
	}

	@Override
	void purge() {
		LazyParts<C> parts = this.lazyParts;
		ReferenceQueue<?> collected = (parts != null) ? parts.collected() : null;
		if (collected != null) {
			WeakSubscription.purge(collected);
		}
	}

	// Called by the parts of this manager

	private LazyParts<C> lazyParts() {
		LazyParts<C> parts = this.lazyParts;
		if (parts == null) {
			synchronized (this.queue) {
				parts = (this.lazyParts != null) ? this.lazyParts : new LazyParts<>();
				this.lazyParts = parts;
			}
		}
		return parts;
	}

	@Override
	public Connector<C> connector() {
		return this.connector;
	}

	@Override
	public @Nullable AsyncOpener<C> asyncOpener() {
		return (this.connector instanceof ConnectorParts<C> parts) ? parts.asyncOpener() : null;
	}

	@Override
	public @Nullable OpenInterceptor interceptor() {
		return (this.connector instanceof ConnectorParts<C> parts) ? parts.interceptor() : null;
	}

	@Override
	public Optional<URI> endpoint(int position) {
		return Endpoints.at(this.endpoints, position);
	}

	@Override
	boolean isExclusive() {
		return this.exclusivity != null;
	}

	@Override
	@Nullable Exclusivity<C> exclusivity() {
		return this.exclusivity;
	}

	@Override
	EndpointPolicy endpointPolicy() {
		return this.endpointsOrdered ? EndpointPolicy.ORDERED : EndpointPolicy.SHUFFLE;
	}

	@Override
	public @Nullable ConnectionHandle<C> current() {
		return upToDate().ready();
	}

	@Override
	public boolean isClosed() {
		return published().isClosed();
	}

	@Override
	public void released(ConnectionHandle<C> handle) {
		feed(new Input.Drained<>(handle.generation()));
	}

	@Override
	public void unusable(ConnectionHandle<C> handle, ConnectionUnusableException cause) {
		lost(handle, cause);
	}

	@Override
	public void forget(Subscription subscription) {
		post((effects, deferred) -> effects.remove(subscription));
	}

	@Override
	public @Nullable AttemptExtras extras() {
		LazyParts<C> parts = this.lazyParts;
		return (parts != null) ? parts.extras : null;
	}

	@Override
	public @Nullable AttemptExtras extras(long generation) {
		// Under this monitor no other attempt can begin.
		synchronized (this.queue) {
			AttemptExtras extras = extras();
			if (!published().isUnderWay(generation)) {
				return null;
			}
			if (extras == null || extras.generation() != generation) {
				extras = new AttemptExtras(generation);
				lazyParts().extras = extras;
			}
			return extras;
		}
	}

	@Override
	public String toString() {
		return "connection '%s' (%s)".formatted(this.name, published().state().publicState());
	}

}
