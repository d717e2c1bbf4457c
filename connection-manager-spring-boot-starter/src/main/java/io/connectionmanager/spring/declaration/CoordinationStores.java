package io.connectionmanager.spring.declaration;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.connectionmanager.coordination.CoordinationStore;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Selects the store on which replicas agree, among the beans of the application. The name
 * of a store is that of its bean, with or without the suffix {@code CoordinationStore}.
 */
final class CoordinationStores {

	/** The stores of this project by name, and the artifacts that contain them. */
	static final Map<String, String> ARTIFACTS = new TreeMap<>(Map.of("jdbc", "connection-manager-coordination-jdbc",
			"zookeeper", "connection-manager-coordination-zookeeper"));

	private static final String SUFFIX = "CoordinationStore";

	private final ConfigurableListableBeanFactory beanFactory;

	private final BeanCandidates candidates;

	private final ExclusiveProblems problems;

	CoordinationStores(ConfigurableListableBeanFactory beanFactory, ExclusiveProblems problems) {
		this.beanFactory = beanFactory;
		this.candidates = new BeanCandidates(beanFactory);
		this.problems = problems;
	}

	/**
	 * Selects a store.
	 * @param name the name of the store, or {@code null} for the only one
	 * @return the name of its bean
	 */
	String select(@Nullable String name) {
		List<String> all = this.candidates.ofType(CoordinationStore.class, true);
		return (name != null) ? named(name, all) : only(all);
	}

	CoordinationStore get(String beanName) {
		return this.beanFactory.getBean(beanName, CoordinationStore.class);
	}

	private String named(String name, List<String> all) {
		for (String candidate : List.of(name, name + SUFFIX)) {
			if (all.contains(candidate)) {
				return candidate;
			}
		}
		throw this.problems.unknownStore(name, names(all));
	}

	private String only(List<String> all) {
		List<String> preferred = this.candidates.preferred(all);
		if (preferred.isEmpty()) {
			throw this.problems.missingStore();
		}
		if (preferred.size() > 1) {
			throw this.problems.severalStores(names(preferred));
		}
		return preferred.get(0);
	}

	static String nameOf(String beanName) {
		return (beanName.length() > SUFFIX.length() && beanName.endsWith(SUFFIX))
				? beanName.substring(0, beanName.length() - SUFFIX.length()) : beanName;
	}

	private static List<String> names(List<String> beanNames) {
		return beanNames.stream().map(CoordinationStores::nameOf).sorted().toList();
	}

}
