package io.connectionmanager.engine;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.AsyncOpener;
import io.connectionmanager.ConnectionAttempt;
import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.Connector;
import io.connectionmanager.DurationText;
import io.connectionmanager.EndpointPolicy;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.FailureClassifier;
import io.connectionmanager.Masking;
import io.connectionmanager.OpenInterceptor;
import io.connectionmanager.engine.exclusive.ClaimRegistry;
import io.connectionmanager.engine.runtime.EngineRuntime;

/**
 * The builder of managers.
 *
 * @param <C> the type of the connection
 */
final class ManagerBuilder<C> implements ConnectionManager.Builder<C> {

	private final String name;

	private final Connector<C> connector;

	private final @Nullable AsyncOpener<C> asyncOpener;

	private @Nullable OpenInterceptor interceptor;

	/** Shared by all managers that are built with them, until a setting is changed. */
	private ConnectionSettings settings = ConnectionSettings.defaults();

	private ConnectionSettings.@Nullable Builder changed;

	private List<URI> endpoints = List.of();

	private EndpointPolicy endpointPolicy = EndpointPolicy.ORDERED;

	private final List<ConnectionListener> listeners = new ArrayList<>();

	private final List<ConnectionSubscriber<? super C>> subscribers = new ArrayList<>();

	private FailureClassifier failureClassifier = FailureClassifier.standard();

	private Masking masking = Masking.standard();

	private @Nullable ConnectionRuntime runtime;

	private @Nullable ClaimRegistry claims;

	private @Nullable Duration yieldAfter;

	ManagerBuilder(String name, Connector<C> connector, @Nullable AsyncOpener<C> asyncOpener) {
		Objects.requireNonNull(name, "name");
		if (name.isBlank()) {
			throw new IllegalArgumentException("name must not be blank");
		}
		if (name.chars().anyMatch(Character::isISOControl)) {
			throw new IllegalArgumentException("name must not contain control characters");
		}
		this.name = name;
		this.connector = Objects.requireNonNull(connector, "connector");
		this.asyncOpener = asyncOpener;
	}

	@Override
	public ConnectionManager.Builder<C> settings(ConnectionSettings settings) {
		this.settings = Objects.requireNonNull(settings, "settings");
		this.changed = null;
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> timeout(Duration timeout) {
		changed().timeout(timeout);
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> reconnectAfter(Duration reconnectAfter) {
		changed().reconnectAfter(reconnectAfter);
		return this;
	}

	private ConnectionSettings.Builder changed() {
		if (this.changed == null) {
			this.changed = this.settings.toBuilder();
		}
		return this.changed;
	}

	@Override
	public ConnectionManager.Builder<C> endpoint(URI endpoint) {
		this.endpoints = List.of(Objects.requireNonNull(endpoint, "endpoint"));
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> endpoints(List<URI> endpoints) {
		Objects.requireNonNull(endpoints, "endpoints");
		// Not contains(null), which some lists reject.
		if (endpoints.isEmpty() || endpoints.stream().anyMatch(Objects::isNull)) {
			throw new IllegalArgumentException(
					"endpoints of connection '%s' must not be empty or contain null".formatted(this.name));
		}
		this.endpoints = List.copyOf(endpoints);
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> endpointPolicy(EndpointPolicy policy) {
		this.endpointPolicy = Objects.requireNonNull(policy, "policy");
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> listener(ConnectionListener listener) {
		this.listeners.add(Objects.requireNonNull(listener, "listener"));
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> interceptor(OpenInterceptor interceptor) {
		Objects.requireNonNull(interceptor, "interceptor");
		OpenInterceptor inner = this.interceptor;
		this.interceptor = (inner != null) ? new NestedInterceptors(interceptor, inner) : interceptor;
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> subscriber(ConnectionSubscriber<? super C> subscriber) {
		this.subscribers.add(Objects.requireNonNull(subscriber, "subscriber"));
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> failureClassifier(FailureClassifier classifier) {
		this.failureClassifier = Objects.requireNonNull(classifier, "classifier");
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> masking(Masking masking) {
		this.masking = Objects.requireNonNull(masking, "masking");
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> runtime(ConnectionRuntime runtime) {
		this.runtime = Objects.requireNonNull(runtime, "runtime");
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> exclusive(ExclusiveGroup group) {
		if (!(Objects.requireNonNull(group, "group") instanceof ClaimRegistry claims)) {
			throw new IllegalArgumentException(
					"group must come from ExclusiveGroup.builder(), but is " + group.getClass().getName());
		}
		this.claims = claims;
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> yieldAfter(Duration yieldAfter) {
		if (yieldAfter.isZero() || yieldAfter.isNegative()) {
			throw new IllegalArgumentException(
					"yieldAfter must be more than zero, but is " + DurationText.setting(yieldAfter));
		}
		this.yieldAfter = yieldAfter;
		return this;
	}

	@Override
	public ConnectionManager<C> build() {
		ConnectionRuntime runtime = (this.runtime != null) ? this.runtime : ConnectionRuntime.shared();
		EngineRuntime engineRuntime = EngineRuntime.of(runtime);
		if (this.claims != null && this.claims.runtime() != engineRuntime) {
			throw new IllegalArgumentException(
					"Connection '%s' and its exclusive group must have the same runtime".formatted(this.name));
		}
		Masking masking = this.masking;
		for (URI endpoint : this.endpoints) {
			masking = masking.withSecretsOf(endpoint);
		}
		ConnectionSettings settings = (this.changed != null) ? this.changed.build() : this.settings;
		Connector<C> connector = (this.asyncOpener != null || this.interceptor != null)
				? new ConnectorParts<>(this.connector, this.asyncOpener, this.interceptor) : this.connector;
		ManagedConnection<C> manager = new ManagedConnection<>(this.name, connector, settings,
				orderedEndpoints(engineRuntime), this.endpointPolicy, engineRuntime, masking, this.failureClassifier,
				this.listeners, this.claims, this.yieldAfter);
		this.subscribers.forEach(manager::subscribe);
		return manager;
	}

	/** A source of randomness that fails has the same effect as one that returns 0. */
	private List<URI> orderedEndpoints(EngineRuntime runtime) {
		if (this.endpointPolicy == EndpointPolicy.ORDERED || this.endpoints.size() < 2) {
			return this.endpoints;
		}
		List<URI> shuffled = new ArrayList<>(this.endpoints);
		for (int i = shuffled.size() - 1; i > 0; i--) {
			Collections.swap(shuffled, i, (int) (runtime.random() * (i + 1)));
		}
		return List.copyOf(shuffled);
	}

	@Override
	public ConnectionManager<C> start() {
		ConnectionManager<C> manager = build();
		manager.start();
		return manager;
	}

	private record NestedInterceptors(OpenInterceptor outer, OpenInterceptor inner) implements OpenInterceptor {

		@Override
		public <T> T open(ConnectionAttempt attempt, Callable<T> opening) throws Exception {
			return this.outer.open(attempt, () -> this.inner.open(attempt, opening));
		}

	}

}
