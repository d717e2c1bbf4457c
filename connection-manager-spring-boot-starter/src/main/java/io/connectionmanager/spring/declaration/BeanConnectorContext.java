package io.connectionmanager.spring.declaration;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.SSLContext;

import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.Credentials;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.ssl.SslBundles;

/**
 * What a ready-made connector knows about its connection: the properties, the SSL bundle
 * and the beans of the application.
 */
final class BeanConnectorContext implements ConnectorContext {

	private final String name;

	private final ResolvedConnection connection;

	private final Map<String, String> options;

	private final Collaborators collaborators;

	private final BeanFactory beanFactory;

	BeanConnectorContext(String name, ResolvedConnection connection, Map<String, String> options,
			Collaborators collaborators, BeanFactory beanFactory) {
		this.name = name;
		this.connection = connection;
		this.options = Map.copyOf(options);
		this.collaborators = collaborators;
		this.beanFactory = beanFactory;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public List<URI> endpoints() {
		return this.connection.endpoints();
	}

	@Override
	public Map<String, String> options() {
		return this.options;
	}

	@Override
	public Optional<Credentials> credentials() {
		return this.connection.connector().credentials();
	}

	// The context of a reloaded bundle is another one.
	@Override
	public Optional<SSLContext> sslContext() {
		return this.connection.connector()
			.sslContext((bundle) -> this.beanFactory.getBean(SslBundles.class).getBundle(bundle));
	}

	@Override
	public <T> Optional<T> collaborator(Class<T> type) {
		return this.collaborators.find(type);
	}

}
