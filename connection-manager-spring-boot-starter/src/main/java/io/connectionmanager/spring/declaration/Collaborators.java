package io.connectionmanager.spring.declaration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.StringUtils;

/**
 * The beans that the application supplies to the ready-made connector of one connection.
 * <p>
 * A bean belongs to the connection whose name is its name or qualifier, alone or followed
 * by the type or its last words: for the type {@code SocketHandler} and the connection
 * {@code prices}, {@code prices}, {@code pricesSocketHandler} and {@code pricesHandler}.
 * A connection without a bean of its own uses the only one that belongs to no other.
 */
final class Collaborators {

	private final ConfigurableListableBeanFactory beanFactory;

	private final BeanCandidates candidates;

	private final String connection;

	private final Predicate<String> isConnection;

	/**
	 * Creates the collaborators of a connection.
	 * @param beanFactory the bean factory
	 * @param connection the name of the connection
	 * @param isConnection returns whether a name, however spelled, is that of a
	 * connection
	 */
	Collaborators(ConfigurableListableBeanFactory beanFactory, String connection, Predicate<String> isConnection) {
		this.beanFactory = beanFactory;
		this.candidates = new BeanCandidates(beanFactory);
		this.connection = connection;
		this.isConnection = isConnection;
	}

	<T> Optional<T> find(Class<T> type) {
		List<String> all = this.candidates.ofType(type, true);
		List<String> found = this.candidates.preferred(select(all, type, this::isThisConnection));
		if (found.isEmpty()) {
			List<String> others = select(all, type, this.isConnection);
			found = new ArrayList<>(all);
			found.removeAll(others);
			found = this.candidates.preferred(found);
		}
		if (found.size() > 1) {
			throw ConnectorProblems.ambiguousCollaborator(this.connection, type, found);
		}
		return found.isEmpty() ? Optional.empty() : Optional.of(this.beanFactory.getBean(found.get(0), type));
	}

	/**
	 * Returns the beans of a type, which belong to other connections if there is none for
	 * this one.
	 * @param type the type
	 * @return the names of the beans
	 */
	List<String> ofType(Class<?> type) {
		return this.candidates.ofType(type, true);
	}

	/**
	 * Finds a bean that has the name of a collaborator and another type.
	 * @param type the type that it should have
	 * @return the name of the bean, or {@code null} if there is none
	 */
	@Nullable String misfit(Class<?> type) {
		for (String suffix : suffixes(type)) {
			String name = ConnectionName.camelCase(this.connection) + suffix;
			if (this.beanFactory.containsBean(name) && !this.beanFactory.isTypeMatch(name, type)) {
				return name;
			}
		}
		return null;
	}

	private boolean isThisConnection(String name) {
		return ConnectionName.same(name, this.connection);
	}

	private List<String> select(List<String> beanNames, Class<?> type, Predicate<String> owner) {
		Set<String> suffixes = suffixes(type);
		List<String> selected = new ArrayList<>();
		for (String name : beanNames) {
			if (BeanFactoryAnnotationUtils.isQualifierMatch((qualifier) -> belongs(qualifier, suffixes, owner), name,
					this.beanFactory)) {
				selected.add(name);
			}
		}
		return selected;
	}

	private static boolean belongs(String qualifier, Set<String> suffixes, Predicate<String> owner) {
		if (owner.test(qualifier)) {
			return true;
		}
		for (String suffix : suffixes) {
			if (qualifier.length() > suffix.length() && qualifier.endsWith(suffix)
					&& owner.test(qualifier.substring(0, qualifier.length() - suffix.length()))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns what a bean name may end with: the simple name of the type, and each end of
	 * it that begins with a word. The name of a nested type includes that of its outer
	 * type.
	 */
	private static Set<String> suffixes(Class<?> type) {
		StringBuilder name = new StringBuilder(type.getSimpleName());
		for (Class<?> outer = type.getEnclosingClass(); outer != null; outer = outer.getEnclosingClass()) {
			name.insert(0, outer.getSimpleName());
		}
		Set<String> suffixes = new LinkedHashSet<>();
		for (int i = 0; i < name.length(); i++) {
			boolean wordBegins = i == 0
					|| (Character.isUpperCase(name.charAt(i)) && (Character.isLowerCase(name.charAt(i - 1))
							|| (i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1)))));
			if (wordBegins) {
				suffixes.add(StringUtils.capitalize(name.substring(i)));
			}
		}
		return suffixes;
	}

}
