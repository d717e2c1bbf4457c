package io.connectionmanager.connector;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * A context with fixed values.
 */
final class SimpleConnectorContext implements ConnectorContext {

	private final String name;

	private final List<URI> endpoints;

	private final Map<String, String> options;

	private final @Nullable Supplier<Credentials> credentials;

	private final @Nullable Supplier<SSLContext> sslContext;

	private final List<Object> collaborators;

	private SimpleConnectorContext(Builder builder) {
		this.name = builder.name;
		this.endpoints = builder.endpoints;
		this.options = Map.copyOf(builder.options);
		this.credentials = builder.credentials;
		this.sslContext = builder.sslContext;
		this.collaborators = List.copyOf(builder.collaborators);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public List<URI> endpoints() {
		return this.endpoints;
	}

	@Override
	public Map<String, String> options() {
		return this.options;
	}

	@Override
	public Optional<Credentials> credentials() {
		return Optional.ofNullable(this.credentials).map(Supplier::get);
	}

	@Override
	public Optional<SSLContext> sslContext() {
		return Optional.ofNullable(this.sslContext).map(Supplier::get);
	}

	@Override
	public <T> Optional<T> collaborator(Class<T> type) {
		return this.collaborators.stream().filter(type::isInstance).map(type::cast).findFirst();
	}

	static final class Builder implements ConnectorContext.Builder {

		private final String name;

		private final List<URI> endpoints;

		private final Map<String, String> options = new LinkedHashMap<>();

		private @Nullable Supplier<Credentials> credentials;

		private @Nullable Supplier<SSLContext> sslContext;

		private final List<Object> collaborators = new ArrayList<>();

		Builder(String name, List<URI> endpoints) {
			this.name = Objects.requireNonNull(name, "name");
			if (endpoints.isEmpty()) {
				throw new IllegalArgumentException("endpoints must not be empty");
			}
			this.endpoints = endpoints;
		}

		@Override
		public Builder option(String name, String value) {
			this.options.put(name, value);
			return this;
		}

		@Override
		public Builder credentials(Supplier<Credentials> credentials) {
			this.credentials = credentials;
			return this;
		}

		@Override
		public Builder sslContext(Supplier<SSLContext> sslContext) {
			this.sslContext = sslContext;
			return this;
		}

		@Override
		public Builder collaborator(Object collaborator) {
			this.collaborators.add(collaborator);
			return this;
		}

		@Override
		public ConnectorContext build() {
			return new SimpleConnectorContext(this);
		}

	}

}
