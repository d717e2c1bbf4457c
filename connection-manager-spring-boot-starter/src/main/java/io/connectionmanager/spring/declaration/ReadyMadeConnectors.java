package io.connectionmanager.spring.declaration;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.InvalidEndpointException;
import io.connectionmanager.connector.InvalidOptionException;
import io.connectionmanager.connector.MissingCollaboratorException;
import io.connectionmanager.spring.declaration.ConnectorOptionValues.UnknownOptionException;
import io.connectionmanager.spring.declaration.ResolvedConnection.ConnectorProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Creates ready-made connectors, and reports why one cannot be created.
 */
final class ReadyMadeConnectors {

	private final ConfigurableListableBeanFactory beanFactory;

	ReadyMadeConnectors(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Creates the connector of a connection.
	 * @param name the name of the connection
	 * @param source where its connector comes from
	 * @return the connector
	 */
	Connector<?> create(String name, ConnectorSource source) {
		ResolvedConnections connections = this.beanFactory.getBean(ResolvedConnections.class);
		ResolvedConnection connection = connections.get(name);
		ConnectorSource.ReadyMade readyMade = (source instanceof ConnectorSource.ReadyMade known) ? known
				: ofDetails(name, connection);
		return create(name, readyMade.factory(), readyMade.scheme(), connection, connections);
	}

	private ConnectorSource.ReadyMade ofDetails(String name, ResolvedConnection connection) {
		ConnectorFactories factories = new ConnectorFactories(this.beanFactory, new BeanCandidates(this.beanFactory));
		String scheme = connection.endpoints().isEmpty() ? null
				: ReadyMadeSchemes.of(connection.endpoints().get(0).toString());
		ConnectorFactory<?> factory = (scheme != null) ? factories.find(scheme, true) : null;
		if (scheme == null || factory == null) {
			throw ConfigurationProblems.missingConnector(name, scheme, factories);
		}
		return new ConnectorSource.ReadyMade(factory, scheme);
	}

	private Connector<?> create(String name, ConnectorFactory<?> factory, String scheme, ResolvedConnection connection,
			ResolvedConnections connections) {
		Collaborators collaborators = new Collaborators(this.beanFactory, name, connections::has);
		try {
			Map<String, String> options = ConnectorOptionValues.of(connection.connector().options(), factory.options());
			ConnectorContext context = new BeanConnectorContext(name, connection, options, collaborators,
					this.beanFactory);
			rejectUnusedSslBundle(name, connection, factory);
			return factory.create(context);
		}
		catch (UnknownOptionException ex) {
			throw ConnectorProblems.unknownOption(entry(name), name, scheme, ex, factory.options());
		}
		catch (InvalidOptionException ex) {
			throw ConnectorProblems.invalidOption(entry(name), ex);
		}
		catch (InvalidEndpointException ex) {
			throw ConnectorProblems.invalidUrl(entry(name), connection.masking().maskLine(ex.reason()));
		}
		catch (IllegalArgumentException ex) {
			throw ConnectorProblems.invalidUrl(entry(name),
					connection.masking().maskLine(String.valueOf(ex.getMessage())));
		}
		catch (MissingCollaboratorException ex) {
			throw ConnectorProblems.missingCollaborator(entry(name), name, scheme, ex.type(), collaborators,
					this.beanFactory);
		}
	}

	/** A bundle without encryption would be a promise that nobody keeps. */
	private void rejectUnusedSslBundle(String name, ResolvedConnection connection, ConnectorFactory<?> factory) {
		ConnectorProperties properties = connection.connector();
		if (properties.sslBundle() == null || properties.service() != null) {
			return;
		}
		connection.endpoints()
			.stream()
			.map((endpoint) -> String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT))
			.filter((scheme) -> !factory.usesSslContext(scheme))
			.findFirst()
			.ifPresent((scheme) -> {
				List<String> secure = factory.schemes().stream().filter(factory::usesSslContext).sorted().toList();
				throw ConnectorProblems.unusedSslBundle(entry(name), name, scheme, secure);
			});
	}

	private @Nullable ConnectionEntry entry(String name) {
		return new ConnectionEntries(this.beanFactory.getBean(Environment.class)).find(name);
	}

}
