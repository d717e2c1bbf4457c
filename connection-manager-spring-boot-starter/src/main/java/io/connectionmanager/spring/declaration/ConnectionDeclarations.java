package io.connectionmanager.spring.declaration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The connections to declare: one for each entry, and one for each connector bean that no
 * entry uses.
 * <p>
 * A connector that is not a default candidate ({@code @Bean(defaultCandidate = false)})
 * does not get a connection of its own. Disabled entries are left out, as are connections
 * for which the application defines a manager bean with the name as its qualifier.
 */
final class ConnectionDeclarations {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ConnectionEntries entries;

	private final ConnectorBeans connectors;

	private final List<String> ownManagers;

	/**
	 * Creates declarations from the current beans and entries.
	 * @param beanFactory the bean factory
	 * @param entries the entries of the environment
	 * @param connectors the connector beans
	 * @param ownManagers the names of manager beans that the application has defined
	 */
	ConnectionDeclarations(ConfigurableListableBeanFactory beanFactory, ConnectionEntries entries,
			ConnectorBeans connectors, List<String> ownManagers) {
		this.beanFactory = beanFactory;
		this.entries = entries;
		this.connectors = connectors;
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
			if (candidates.size() == 1) {
				declarations.add(new ConnectionDeclaration(name, candidates.get(0)));
			}
			else if (complete) {
				this.entries.requireResolved(entry.find("connector"));
				throw candidates.isEmpty()
						? ConfigurationProblems.missingConnector(entry, this.connectors.names(), this.beanFactory)
						: ConfigurationProblems.severalConnectors(entry.name(), candidates);
			}
		}
		for (Map.Entry<String, List<String>> own : this.connectors.ofTheirOwn().entrySet()) {
			if (!declared.contains(own.getKey())) {
				addOwn(this.connectors.preferred(unused(own.getValue(), used)), declarations, complete);
			}
		}
		return declarations;
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
			declarations.add(new ConnectionDeclaration(name, candidates.get(0)));
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
