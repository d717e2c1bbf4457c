package io.connectionmanager.spring.declaration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.spring.lifecycle.ConnectionTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.Order;
import org.springframework.util.StringUtils;

/**
 * Reports a manager that is injected with a type, or a name, that no connection has:
 * which connections there are. Before that of Spring Boot, which does not know them.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class MissingManagerFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private final BeanFactory beanFactory;

	MissingManagerFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		ResolvableType type = cause.getResolvableType();
		if (type == null || type.resolve() != ConnectionManager.class
				|| cause instanceof NoUniqueBeanDefinitionException
				|| !(this.beanFactory instanceof ConfigurableListableBeanFactory all)) {
			return null;
		}
		ResolvableType wanted = type.getGeneric();
		String name = qualifier(rootFailure);
		Map<String, ResolvableType> connections = connections(all);
		String problem = "%s required a connection%s%s, and there is none.%n%n%s".formatted(
				(description != null) ? description : "The application", (name != null) ? " '%s'".formatted(name) : "",
				(wanted.resolve() != null) ? " of type " + wanted : "", describe(connections));
		return new FailureAnalysis(problem, action(name, wanted, connections), cause);
	}

	private static @Nullable String qualifier(Throwable rootFailure) {
		String name = null;
		for (Throwable each = rootFailure; each != null; each = each.getCause()) {
			InjectionPoint point = (each instanceof UnsatisfiedDependencyException unsatisfied)
					? unsatisfied.getInjectionPoint() : null;
			if (point != null) {
				name = MergedAnnotations.from(point.getAnnotations())
					.get(Qualifier.class)
					.getValue("value", String.class)
					.filter(StringUtils::hasText)
					.orElse(null);
			}
		}
		return name;
	}

	private static Map<String, ResolvableType> connections(ConfigurableListableBeanFactory beanFactory) {
		Map<String, ResolvableType> connections = new TreeMap<>();
		BeanFactory next = beanFactory;
		while (next instanceof ConfigurableListableBeanFactory context) {
			for (String beanName : context.getBeanNamesForType(ConnectionManager.class, true, false)) {
				connections.putIfAbsent(ConnectionManagerBeans.nameOf(context, beanName),
						ConnectionTypes.ofBean(context, beanName, ConnectionManager.class));
			}
			next = context.getParentBeanFactory();
		}
		return connections;
	}

	private static String describe(Map<String, ResolvableType> connections) {
		if (connections.isEmpty()) {
			return "There are no connections.%n".formatted();
		}
		StringBuilder text = new StringBuilder("The connections are:%n%n".formatted());
		connections.forEach((name, type) -> text.append("    - '%s'%s%n".formatted(name,
				(type.resolve() != null) ? " of type " + type : ", whose type is not declared")));
		return text.toString();
	}

	private static String action(@Nullable String name, ResolvableType wanted,
			Map<String, ResolvableType> connections) {
		String declare = "declare a connection%s: with a Connector bean, or below 'connection-manager.connections' with "
				+ "the URL of a ready-made connector.";
		declare = declare.formatted((wanted.resolve() != null) ? " of type " + simple(wanted) : "");
		List<String> actions = new ArrayList<>();
		Set<String> types = new LinkedHashSet<>();
		boolean hasType = false;
		for (ResolvableType type : connections.values()) {
			hasType |= type.resolve() != null && wanted.isAssignableFrom(type);
			if (type.resolve() != null && !wanted.isAssignableFrom(type)) {
				types.add("ConnectionManager<%s>".formatted(simple(type)));
			}
		}
		if (name != null && !connections.containsKey(name) && hasType) {
			actions.add("use the name of one of the connections as the qualifier");
		}
		else if (!types.isEmpty()) {
			actions.add("change the type to " + String.join(" or ", types));
		}
		actions.add(declare);
		return StringUtils.capitalize(String.join(", or ", actions));
	}

	private static String simple(ResolvableType type) {
		return type.hasGenerics() ? type.toString() : type.toClass().getSimpleName();
	}

}
