package io.connectionmanager.spring.declaration;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The beans of a type in a context and its parents, and the choice among several, which
 * is that of Spring at an injection point.
 */
final class BeanCandidates {

	static final int NOT_A_DEFAULT_CANDIDATE = 1;

	private static final int NOT_A_CANDIDATE = 0;

	private static final int FALLBACK = 2;

	private static final int NORMAL = 3;

	private static final int PRIMARY = 4;

	private final ConfigurableListableBeanFactory beanFactory;

	BeanCandidates(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Returns the beans of a type, without those behind a scoped proxy.
	 * @param type the type
	 * @param eagerly whether factory beans may be created to learn their type
	 * @return the names of the beans
	 */
	List<String> ofType(Class<?> type, boolean eagerly) {
		List<String> names = new ArrayList<>();
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type, true, eagerly)) {
			if (!ScopedProxyUtils.isScopedTarget(name)) {
				names.add(name);
			}
		}
		return names;
	}

	List<String> preferred(List<String> beanNames) {
		if (beanNames.size() < 2) {
			return beanNames;
		}
		List<String> preferred = new ArrayList<>();
		int best = NOT_A_CANDIDATE;
		for (String name : beanNames) {
			int rank = rank(name);
			if (rank > best) {
				preferred.clear();
				best = rank;
			}
			if (rank == best) {
				preferred.add(name);
			}
		}
		return preferred;
	}

	int rank(String name) {
		BeanDefinition definition = definition(name);
		if (definition == null) {
			return NORMAL;
		}
		if (!definition.isAutowireCandidate()) {
			return NOT_A_CANDIDATE;
		}
		if (definition instanceof AbstractBeanDefinition candidate && !candidate.isDefaultCandidate()) {
			return NOT_A_DEFAULT_CANDIDATE;
		}
		if (definition.isPrimary()) {
			return PRIMARY;
		}
		return definition.isFallback() ? FALLBACK : NORMAL;
	}

	/**
	 * Returns the definition of a bean.
	 * @param name the name of the bean
	 * @return the definition, or {@code null} if it is a bean without one
	 */
	@Nullable BeanDefinition definition(String name) {
		ConfigurableListableBeanFactory owner = owner(name);
		return owner.containsBeanDefinition(name) ? owner.getMergedBeanDefinition(name) : null;
	}

	/**
	 * Returns the bean factory of a bean.
	 * @param name the name of the bean
	 * @return the bean factory that contains it, possibly that of a parent
	 */
	ConfigurableListableBeanFactory owner(String name) {
		BeanFactory owner = this.beanFactory;
		while (owner instanceof ConfigurableListableBeanFactory candidate) {
			if (candidate.containsLocalBean(name)) {
				return candidate;
			}
			BeanFactory parent = candidate.getParentBeanFactory();
			owner = (parent instanceof ConfigurableApplicationContext context) ? context.getBeanFactory() : parent;
		}
		return this.beanFactory;
	}

}
