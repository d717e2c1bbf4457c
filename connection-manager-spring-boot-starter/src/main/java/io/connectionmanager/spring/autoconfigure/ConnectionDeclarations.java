package io.connectionmanager.spring.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.Connector;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;

/**
 * Decides which connections there are: one for each entry, and one for each connector
 * bean that no entry uses.
 * <p>
 * A connector that is not to have a manager of its own is not a default candidate
 * ({@code @Bean(defaultCandidate = false)}). Connections that the application has defined
 * a manager bean for, qualified by the name, are left out.
 */
final class ConnectionDeclarations {

	private final ConfigurableListableBeanFactory beanFactory;

	private final List<ConnectionEntry> entries;

	private final List<String> connectors;

	/** By folded name of a connection, those that are meant for it by theirs alone. */
	private final Map<String, List<String>> connectorsByName = new HashMap<>();

	private final List<String> ownManagers;

	/**
	 * Looks at what there is now.
	 * @param beanFactory where the beans are
	 * @param entries the entries of the environment
	 * @param isOwnManager whether a manager bean is one that the application has defined
	 */
	ConnectionDeclarations(ConfigurableListableBeanFactory beanFactory, List<ConnectionEntry> entries,
			Predicate<String> isOwnManager) {
		this.beanFactory = beanFactory;
		this.entries = entries;
		this.connectors = beanNames(Connector.class).toList();
		for (String beanName : this.connectors) {
			ConnectionName.foldedOfConnector(beanName)
				.forEach((name) -> this.connectorsByName.computeIfAbsent(name, (key) -> new ArrayList<>())
					.add(beanName));
		}
		this.ownManagers = beanNames(ConnectionManager.class).filter(isOwnManager).toList();
	}

	private Stream<String> beanNames(Class<?> type) {
		return Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type, true, false));
	}

	/**
	 * Returns the connections that are clear.
	 * @param mistakes told of those that are not
	 * @return the connections
	 */
	List<ConnectionDeclaration> resolve(Mistakes mistakes) {
		List<ConnectionDeclaration> declarations = new ArrayList<>();
		Set<String> used = new HashSet<>();
		for (ConnectionEntry entry : this.entries) {
			List<String> candidates = candidates(entry);
			used.addAll(candidates);
			if (hasOwnManager(entry.name())) {
				continue;
			}
			if (candidates.size() == 1) {
				declarations.add(declaration(entry, candidates.get(0)));
			}
			else if (candidates.isEmpty()) {
				mistakes.missingConnector(entry, this.connectors);
			}
			else {
				mistakes.severalConnectors(entry.name(), candidates);
			}
		}
		Set<String> declared = this.entries.stream()
			.map((entry) -> ConnectionName.fold(entry.name()))
			.collect(Collectors.toSet());
		for (List<String> candidates : unused(used, declared)) {
			String name = ConnectionName.ofConnector(candidates.get(0));
			if (candidates.size() == 1) {
				declarations.add(new ConnectionDeclaration(name, candidates.get(0)));
			}
			else {
				mistakes.severalConnectors(name, candidates);
			}
		}
		return declarations;
	}

	private List<String> candidates(ConnectionEntry entry) {
		String connector = entry.connector();
		if (connector != null) {
			return this.connectors.contains(connector) ? List.of(connector) : List.of();
		}
		return this.connectorsByName.getOrDefault(ConnectionName.fold(entry.name()), List.of());
	}

	// The connector's bean name knows where the words begin, an environment variable does
	// not.
	private static ConnectionDeclaration declaration(ConnectionEntry entry, String connector) {
		String name = ConnectionName.ofConnector(connector);
		boolean respell = entry.spelledByEnvironment() && ConnectionName.same(name, entry.name());
		return new ConnectionDeclaration(respell ? name : entry.name(), connector);
	}

	private Collection<List<String>> unused(Set<String> used, Set<String> declared) {
		return this.connectors.stream()
			.filter((beanName) -> !used.contains(beanName) && isDefaultCandidate(beanName))
			.collect(Collectors.groupingBy((beanName) -> ConnectionName.fold(ConnectionName.ofConnector(beanName)),
					LinkedHashMap::new, Collectors.toList()))
			.entrySet()
			.stream()
			.filter((group) -> !declared.contains(group.getKey())
					&& !hasOwnManager(ConnectionName.ofConnector(group.getValue().get(0))))
			.map(Map.Entry::getValue)
			.toList();
	}

	// Not a bean of a parent context: it has its manager there.
	private boolean isDefaultCandidate(String beanName) {
		if (!this.beanFactory.containsLocalBean(beanName)) {
			return false;
		}
		if (!this.beanFactory.containsBeanDefinition(beanName)) {
			return true;
		}
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(beanName);
		return definition.isAutowireCandidate()
				&& !(definition instanceof AbstractBeanDefinition candidate && !candidate.isDefaultCandidate());
	}

	private boolean hasOwnManager(String name) {
		String suffixed = name + ConnectionDeclaration.MANAGER_SUFFIX;
		return this.ownManagers.stream()
			.anyMatch((beanName) -> BeanFactoryAnnotationUtils.isQualifierMatch(
					(qualifier) -> ConnectionName.same(qualifier, name) || ConnectionName.same(qualifier, suffixed),
					beanName, this.beanFactory));
	}

}
