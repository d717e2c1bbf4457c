package io.connectionmanager.spring.subscriber;

import java.util.List;
import java.util.function.Function;

import io.connectionmanager.ConnectionManager;
import io.connectionmanager.ConnectionManagers;
import io.connectionmanager.spring.lifecycle.ConnectionTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.ResolvableType;
import org.springframework.util.StringUtils;

/**
 * Finds the connection that a subscriber means, by its name or by the type that the
 * subscriber takes.
 */
final class SubscriberTargets {

	private final ConnectionManagers managers;

	private final ConnectionTypes types;

	private final Function<String, @Nullable String> placeholders;

	SubscriberTargets(ConnectionManagers managers, ConnectionTypes types,
			Function<String, @Nullable String> placeholders) {
		this.managers = managers;
		this.types = types;
		this.placeholders = placeholders;
	}

	@SuppressWarnings("unchecked")
	<C> ConnectionManager<C> find(String name, ResolvableType wanted, String subscriber) {
		String resolved = this.placeholders.apply(name);
		return (ConnectionManager<C>) (StringUtils.hasText(resolved) ? findByName(resolved, wanted, subscriber)
				: findByType(wanted, subscriber));
	}

	private ConnectionManager<?> findByName(String name, ResolvableType wanted, String subscriber) {
		ConnectionManager<?> manager = this.managers.find(name)
			.orElseThrow(() -> new FailureAnalyzedException(
					"%s subscribes to the connection '%s', which does not exist.".formatted(subscriber, name),
					"Use the name of a connection (%s), or declare this one.".formatted(describe(names()))));
		if (!matches(wanted, name, true)) {
			throw new FailureAnalyzedException(
					"%s takes a connection of type %s, but the connection '%s' is of type %s.".formatted(subscriber,
							wanted, name, this.types.of(name)),
					"Change the type that it takes, or the name of the connection.");
		}
		return manager;
	}

	private ConnectionManager<?> findByType(ResolvableType wanted, String subscriber) {
		List<String> candidates = names().stream().filter((name) -> matches(wanted, name, false)).toList();
		if (candidates.size() == 1) {
			return this.managers.get(candidates.get(0));
		}
		String what = isOpen(wanted) ? "" : " of type " + wanted;
		if (candidates.isEmpty()) {
			throw new FailureAnalyzedException(
					"%s names no connection, and there is none%s.".formatted(subscriber, what),
					"Name the connection in the annotation (%s), or declare it.".formatted(describe(names())));
		}
		throw new FailureAnalyzedException("%s names no connection, and there are several%s: %s.".formatted(subscriber,
				what, describe(candidates)), "Name the connection in the annotation.");
	}

	// A connection whose type is not known is taken by its name only.
	private boolean matches(ResolvableType wanted, String name, boolean named) {
		ResolvableType declared = this.types.of(name);
		return isOpen(wanted) || ((declared.resolve() != null) ? wanted.isAssignableFrom(declared) : named);
	}

	private static boolean isOpen(ResolvableType wanted) {
		return wanted.resolve() == null;
	}

	private List<String> names() {
		return this.managers.stream().map(ConnectionManager::name).sorted().toList();
	}

	private static String describe(List<String> names) {
		return names.isEmpty() ? "there are none" : "'" + String.join("', '", names) + "'";
	}

}
