package io.connectionmanager.spring.subscriber;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.spring.lifecycle.ConnectionTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Finds the connection of a subscriber, by name or by the type that it takes, among the
 * connections of its context and the parents.
 */
final class SubscriberTargets {

	private final ConfigurableListableBeanFactory beanFactory;

	// By name, in the order in which reports list them.
	private final Map<String, Target> targets = new TreeMap<>();

	SubscriberTargets(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		BeanFactory next = beanFactory;
		while (next instanceof ConfigurableListableBeanFactory context) {
			if (context.getBeanNamesForType(ConnectionManagers.class, true, false).length > 0) {
				ConnectionTypes types = context.getBeanProvider(ConnectionTypes.class).getIfAvailable();
				context.getBean(ConnectionManagers.class)
					.stream()
					.forEach((manager) -> this.targets.putIfAbsent(manager.name(),
							new Target(manager, (types != null) ? types.of(manager.name()) : ResolvableType.NONE)));
			}
			next = context.getParentBeanFactory();
		}
	}

	@SuppressWarnings("unchecked")
	<C> ConnectionManager<C> find(String name, ResolvableType wanted, String subscriber) {
		String resolved = resolve(name, subscriber);
		return (ConnectionManager<C>) (StringUtils.hasText(resolved) ? findByName(resolved, wanted, subscriber)
				: findByType(wanted, subscriber));
	}

	private @Nullable String resolve(String name, String subscriber) {
		try {
			String resolved = this.beanFactory.resolveEmbeddedValue(name);
			if (resolved == null || !resolved.contains("${")) {
				return resolved;
			}
			throw unresolved(name, subscriber, resolved);
		}
		catch (IllegalArgumentException ex) {
			throw unresolved(name, subscriber, String.valueOf(ex.getMessage()));
		}
	}

	private FailureAnalyzedException unresolved(String name, String subscriber, String reason) {
		return new FailureAnalyzedException(
				"%s subscribes to the connection '%s', whose placeholder cannot be resolved: %s".formatted(subscriber,
						name, reason),
				"Set the property, or use the name of a connection (%s).".formatted(describe(this.targets.keySet())));
	}

	private ConnectionManager<?> findByName(String name, ResolvableType wanted, String subscriber) {
		Target target = this.targets.get(name);
		List<String> similar = (target == null) ? similar(name) : List.of();
		if (target == null && similar.size() == 1) {
			target = this.targets.get(similar.get(0));
		}
		if (target == null) {
			String problem = similar.isEmpty() ? isDisabled(name) ? "which is disabled" : "which does not exist"
					: "which could be any of %s".formatted(describe(similar));
			throw new FailureAnalyzedException(
					"%s subscribes to the connection '%s', %s.".formatted(subscriber, name, problem),
					"Use the name of an existing connection (%s), or declare this one."
						.formatted(describe(this.targets.keySet())));
		}
		if (!target.matches(wanted, true)) {
			throw new FailureAnalyzedException(
					"%s takes a connection of type %s, but the connection '%s' is of type %s.".formatted(subscriber,
							wanted, name, target.type),
					"Change the type that it takes, or the name of the connection.");
		}
		return target.manager;
	}

	private boolean isDisabled(String name) {
		try {
			return Boolean.FALSE.equals(this.beanFactory.getBean(Environment.class)
				.getProperty("connection-manager.connections.%s.enabled".formatted(name), Boolean.class));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	// As a property finds its entry: case and dashes are ignored.
	private List<String> similar(String name) {
		String folded = fold(name);
		List<String> similar = new ArrayList<>();
		for (String each : this.targets.keySet()) {
			if (fold(each).equals(folded)) {
				similar.add(each);
			}
		}
		return similar;
	}

	private static String fold(String name) {
		return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
	}

	private ConnectionManager<?> findByType(ResolvableType wanted, String subscriber) {
		Map<String, Target> candidates = new TreeMap<>(this.targets);
		candidates.values().removeIf((target) -> !target.matches(wanted, false));
		if (candidates.size() == 1) {
			return candidates.values().iterator().next().manager;
		}
		String what = isOpen(wanted) ? "" : " of type " + wanted;
		if (candidates.isEmpty()) {
			throw new FailureAnalyzedException(
					"%s names no connection, and there is none%s.".formatted(subscriber, what),
					"Name the connection in the annotation (%s), or declare it."
						.formatted(describe(this.targets.keySet())));
		}
		throw new FailureAnalyzedException("%s names no connection, and there are several%s: %s.".formatted(subscriber,
				what, describe(candidates.keySet())), "Name the connection in the annotation.");
	}

	private static boolean isOpen(ResolvableType wanted) {
		return wanted.resolve() == null;
	}

	private static String describe(Iterable<String> names) {
		String joined = String.join("', '", names);
		return joined.isEmpty() ? "there are none" : "'" + joined + "'";
	}

	private record Target(ConnectionManager<?> manager, ResolvableType type) {

		// A connection of unknown type is found by name only.
		private boolean matches(ResolvableType wanted, boolean named) {
			return isOpen(wanted) || ((this.type.resolve() != null) ? wanted.isAssignableFrom(this.type) : named);
		}

	}

}
