package io.connectionmanager.engine;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.ConnectionListener;
import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.ConnectionSubscriber;
import io.connectionmanager.Connector;
import io.connectionmanager.FailureClassifier;

/**
 * Builds managers.
 *
 * @param <C> the type of the connection
 */
final class ManagerBuilder<C> implements ConnectionManager.Builder<C> {

	private final String name;

	private final Connector<C> connector;

	private ConnectionSettings.Builder settings = ConnectionSettings.builder();

	private @Nullable URI endpoint;

	private final List<ConnectionListener> listeners = new ArrayList<>();

	private final List<ConnectionSubscriber<? super C>> subscribers = new ArrayList<>();

	private FailureClassifier failureClassifier = FailureClassifier.standard();

	private @Nullable ConnectionRuntime runtime;

	ManagerBuilder(String name, Connector<C> connector) {
		Objects.requireNonNull(name, "name");
		if (name.isBlank()) {
			throw new IllegalArgumentException("name must not be blank");
		}
		this.name = name;
		this.connector = Objects.requireNonNull(connector, "connector");
	}

	@Override
	public ConnectionManager.Builder<C> settings(ConnectionSettings settings) {
		this.settings = Objects.requireNonNull(settings, "settings").toBuilder();
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> timeout(Duration timeout) {
		this.settings.timeout(timeout);
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> reconnectAfter(Duration reconnectAfter) {
		this.settings.reconnectAfter(reconnectAfter);
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> endpoint(URI endpoint) {
		this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> listener(ConnectionListener listener) {
		this.listeners.add(Objects.requireNonNull(listener, "listener"));
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> subscriber(ConnectionSubscriber<? super C> subscriber) {
		this.subscribers.add(Objects.requireNonNull(subscriber, "subscriber"));
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> failureClassifier(FailureClassifier classifier) {
		this.failureClassifier = Objects.requireNonNull(classifier, "classifier").orOther();
		return this;
	}

	@Override
	public ConnectionManager.Builder<C> runtime(ConnectionRuntime runtime) {
		this.runtime = Objects.requireNonNull(runtime, "runtime");
		return this;
	}

	@Override
	public ConnectionManager<C> build() {
		ConnectionRuntime runtime = (this.runtime != null) ? this.runtime : ConnectionRuntime.shared();
		List<ConnectionListener> listeners = new ArrayList<>();
		listeners.add(new OutageLog(ManagedConnection.logger, this.failureClassifier));
		listeners.addAll(this.listeners);
		ManagedConnection<C> manager = new ManagedConnection<>(this.name, this.connector, this.settings.build(),
				Optional.ofNullable(this.endpoint), EngineRuntime.of(runtime), listeners);
		this.subscribers.forEach(manager::subscribe);
		return manager;
	}

	@Override
	public ConnectionManager<C> start() {
		ConnectionManager<C> manager = build();
		manager.start();
		return manager;
	}

}
