package io.connectionmanager.spring.declaration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.connectionmanager.Connector;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The connector beans of a context and its parents. Every look-up sees the same beans,
 * and chooses among several as Spring does at an injection point.
 */
final class ConnectorBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	private final BeanCandidates candidates;

	private final List<String> names;

	/** Beans by name and alias. */
	private final Map<String, String> byName = new HashMap<>();

	private final Map<String, List<String>> byKey = new HashMap<>();

	ConnectorBeans(ConfigurableListableBeanFactory beanFactory, BeanCandidates candidates) {
		this.beanFactory = beanFactory;
		this.candidates = candidates;
		// The target of a scoped proxy is used through the proxy.
		this.names = candidates.ofType(Connector.class, false);
		for (String name : this.names) {
			index(name, name);
			for (String alias : beanFactory.getAliases(name)) {
				index(alias, name);
			}
		}
	}

	private void index(String beanName, String connector) {
		this.byName.put(beanName, connector);
		index(this.byKey, ConnectionName.key(beanName), connector);
		index(this.byKey, ConnectionName.key(ConnectionName.ofConnector(beanName)), connector);
	}

	private static void index(Map<String, List<String>> index, String key, String connector) {
		List<String> connectors = index.get(key);
		if (connectors == null) {
			connectors = new ArrayList<>(1);
			index.put(key, connectors);
		}
		if (!connectors.contains(connector)) {
			connectors.add(connector);
		}
	}

	List<String> names() {
		return this.names;
	}

	/**
	 * Finds the connector of an entry.
	 * @param entry the entry
	 * @return the names of the candidates
	 */
	List<String> of(ConnectionEntry entry) {
		String named = entry.connector();
		if (named != null) {
			String connector = this.byName.get(named);
			return (connector != null) ? List.of(connector) : List.of();
		}
		List<String> connectors = this.byKey.get(ConnectionName.key(entry.name()));
		if (connectors == null && entry.spelling() == NameSpelling.FOLDED) {
			connectors = folded(entry.name());
		}
		return this.candidates.preferred((connectors != null) ? connectors : qualified(entry.name()));
	}

	private @Nullable List<String> folded(String name) {
		String folded = ConnectionName.fold(name);
		for (Map.Entry<String, List<String>> connectors : this.byKey.entrySet()) {
			if (ConnectionName.fold(connectors.getKey()).equals(folded)) {
				return connectors.getValue();
			}
		}
		return null;
	}

	private List<String> qualified(String connection) {
		List<String> qualified = new ArrayList<>();
		for (String name : this.names) {
			if (BeanFactoryAnnotationUtils.isQualifierMatch((qualifier) -> ConnectionName.same(qualifier, connection),
					name, this.beanFactory)) {
				qualified.add(name);
			}
		}
		return qualified;
	}

	/**
	 * Returns the connectors of this context that get a connection without an entry.
	 * @return the names of the beans, by key of the connection
	 */
	Map<String, List<String>> ofTheirOwn() {
		Map<String, List<String>> connectors = new LinkedHashMap<>();
		for (String name : this.names) {
			// A connector of a parent context has its manager there.
			if (this.beanFactory.containsLocalBean(name)
					&& this.candidates.rank(name) > BeanCandidates.NOT_A_DEFAULT_CANDIDATE) {
				index(connectors, ConnectionName.key(ConnectionName.ofConnector(name)), name);
			}
		}
		return connectors;
	}

}
