package io.connectionmanager.spring.declaration;

import java.util.Map;

import io.connectionmanager.Connector;
import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.connector.InvalidOptionException;
import io.connectionmanager.connector.MissingCollaboratorException;
import io.connectionmanager.spring.declaration.ConnectorOptionValues.UnknownOptionException;
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
	 * @param source the factory
	 * @return the connector
	 */
	Connector<?> create(String name, ConnectorSource.ReadyMade source) {
		ConnectorFactory<?> factory = source.factory();
		ResolvedConnections connections = this.beanFactory.getBean(ResolvedConnections.class);
		ResolvedConnection connection = connections.get(name);
		Collaborators collaborators = new Collaborators(this.beanFactory, name, connections::has);
		try {
			Map<String, String> options = ConnectorOptionValues.of(connection.connector().options(), factory.options());
			ConnectorContext context = new BeanConnectorContext(name, connection, options, collaborators,
					this.beanFactory);
			return factory.create(context);
		}
		catch (UnknownOptionException ex) {
			throw ConnectorProblems.unknownOption(entry(name), name, source.scheme(), ex, factory.options());
		}
		catch (InvalidOptionException ex) {
			throw ConnectorProblems.invalidOption(entry(name), ex);
		}
		catch (IllegalArgumentException ex) {
			throw ConnectorProblems.invalidUrl(entry(name),
					connection.masking().maskLine(String.valueOf(ex.getMessage())));
		}
		catch (MissingCollaboratorException ex) {
			throw ConnectorProblems.missingCollaborator(entry(name), name, source.scheme(), ex.type(), collaborators,
					this.beanFactory);
		}
	}

	private @Nullable ConnectionEntry entry(String name) {
		return new ConnectionEntries(this.beanFactory.getBean(Environment.class)).find(name);
	}

}
