package io.connectionmanager.spring.declaration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.connectionmanager.connector.ConnectorFactory;
import io.connectionmanager.spring.ConnectionManagerConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The connections to declare: one for each entry, and one for each connector bean that no
 * entry uses.
 * <p>
 * An entry that has neither a connector bean nor the name of one uses the ready-made
 * connector for the scheme of its URL, or that of its connection details.
 * <p>
 * A connector that is not a default candidate ({@code @Bean(defaultCandidate = false)})
 * does not get a connection of its own. Disabled entries are left out, as are connections
 * for which the application defines a manager bean with the name as its qualifier.
 */
final class ConnectionDeclarations {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ConnectionEntries entries;

	private final BeanCandidates candidates;

	private final ConnectorBeans connectors;

	private final ConnectorFactories factories;

	private final List<String> ownManagers;

	/**
	 * Creates declarations from the current beans and entries.
	 * @param beanFactory the bean factory
	 * @param entries the entries of the environment
	 * @param connectors the connector beans
	 * @param factories the factories of ready-made connectors
	 * @param ownManagers the names of manager beans that the application has defined
	 */
	ConnectionDeclarations(ConfigurableListableBeanFactory beanFactory, ConnectionEntries entries,
			ConnectorBeans connectors, ConnectorFactories factories, List<String> ownManagers) {
		this.beanFactory = beanFactory;
		this.entries = entries;
		this.candidates = new BeanCandidates(beanFactory);
		this.connectors = connectors;
		this.factories = factories;
		this.ownManagers = ownManagers;
	}

	/**
	 * Returns the connections.
	 * @param complete whether all beans have been declared. If so, an ambiguous
	 * connection is a mistake; otherwise it is left out
	 * @return the connections
	 */
	List<ConnectionDeclaration> resolve(boolean complete) {
		if (complete) {
			this.entries.requireValid();
		}
		List<ConnectionDeclaration> declarations = new ArrayList<>();
		Set<String> used = new HashSet<>();
		Set<String> declared = new HashSet<>();
		for (ConnectionEntry entry : this.entries.all()) {
			List<String> candidates = this.connectors.of(entry);
			used.addAll(candidates);
			String name = (candidates.size() == 1) ? name(entry, candidates.get(0)) : entry.name();
			declared.add(ConnectionName.key(name));
			if (!entry.isEnabled() || hasOwnManager(entry.name())) {
				continue;
			}
			ConnectorSource source = source(entry, candidates, complete);
			if (source != null) {
				declarations.add(new ConnectionDeclaration(name, source));
			}
		}
		for (Map.Entry<String, List<String>> own : this.connectors.ofTheirOwn().entrySet()) {
			if (!declared.contains(own.getKey())) {
				addOwn(this.candidates.preferred(unused(own.getValue(), used)), declarations, complete);
			}
		}
		return declarations;
	}

	private @Nullable ConnectorSource source(ConnectionEntry entry, List<String> candidates, boolean complete) {
		if (complete) {
			ConnectorProblems.rejectServiceAndUrl(entry);
		}
		if (candidates.size() == 1) {
			if (complete) {
				ConnectorProblems.rejectOptions(entry, candidates.get(0));
			}
			return new ConnectorSource.Bean(candidates.get(0));
		}
		if (!candidates.isEmpty()) {
			if (complete) {
				throw ConfigurationProblems.severalConnectors(entry, candidates);
			}
			return null;
		}
		ConnectorSource readyMade = (entry.connector() == null) ? readyMade(entry, complete) : null;
		if (readyMade == null && complete && mayHaveDetails(entry)) {
			entry.setReadyMade();
			return new ConnectorSource.Details();
		}
		if (readyMade == null && complete && !entry.hasUnresolvedUrl()) {
			this.entries.requireResolved(entry.find("connector"));
			throw ConfigurationProblems.missingConnector(entry, this.connectors.names(), this.factories,
					this.beanFactory);
		}
		return readyMade;
	}

	private boolean mayHaveDetails(ConnectionEntry entry) {
		return entry.connector() == null && entry.service() == null && entry.urlProperty() == null
				&& BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory,
						ConnectionManagerConnectionDetails.class, true, false).length > 0;
	}

	private @Nullable ConnectorSource readyMade(ConnectionEntry entry, boolean complete) {
		String scheme = entry.scheme();
		ConnectorFactory<?> factory = (scheme != null) ? this.factories.find(scheme, complete) : null;
		if (scheme == null || factory == null) {
			return null;
		}
		entry.setReadyMade();
		return new ConnectorSource.ReadyMade(factory, scheme);
	}

	// The connector's bean name shows where words begin. An environment variable does
	// not, and an override may spell them differently.
	private static String name(ConnectionEntry entry, String connector) {
		String name = ConnectionName.ofConnector(connector);
		return switch (entry.spelling()) {
			case KEPT -> entry.name();
			case OVERRIDE -> ConnectionName.same(name, entry.name()) ? name : entry.name();
			case FOLDED -> ConnectionName.fold(name).equals(ConnectionName.fold(entry.name())) ? name : entry.name();
		};
	}

	private static List<String> unused(List<String> connectors, Set<String> used) {
		List<String> unused = new ArrayList<>(connectors);
		unused.removeAll(used);
		return unused;
	}

	private void addOwn(List<String> candidates, List<ConnectionDeclaration> declarations, boolean complete) {
		if (candidates.isEmpty()) {
			return;
		}
		String name = ConnectionName.ofConnector(candidates.get(0));
		if (hasOwnManager(name)) {
			return;
		}
		if (candidates.size() == 1) {
			if (complete && ConnectionName.whyNotInPath(name) != null) {
				throw ConfigurationProblems.unfitConnector(name, candidates.get(0));
			}
			declarations.add(new ConnectionDeclaration(name, new ConnectorSource.Bean(candidates.get(0))));
		}
		else if (complete) {
			throw ConfigurationProblems.severalConnectors(name, candidates);
		}
	}

	private boolean hasOwnManager(String name) {
		String suffixed = name + ConnectionDeclaration.MANAGER_SUFFIX;
		for (String beanName : this.ownManagers) {
			if (BeanFactoryAnnotationUtils.isQualifierMatch(
					(qualifier) -> ConnectionName.same(qualifier, name) || ConnectionName.same(qualifier, suffixed),
					beanName, this.beanFactory)) {
				return true;
			}
		}
		return false;
	}

}
