package io.connectionmanager.spring.declaration;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * What a property consists of: a value, a list or further properties. Spring Boot ignores
 * a list in the place of a value.
 */
final class PropertyShapes {

	/** Properties of one connection, or of all of them, that are values. */
	static final Set<String> VALUES = Set.of("timeout", "reconnect-after", "backoff.multiplier", "backoff.max-delay",
			"backoff.jitter", "stable-after", "max-attempts", "drain-timeout", "authentication-delay",
			"max-retry-after", "keep-alive.enabled", "keep-alive.interval", "keep-alive.timeout", "endpoints.policy",
			"startup", "startup-timeout", "auto-start", "history-size", "health.enabled", "health.grace", "enabled",
			"connector", "service", "username", "password", "ssl.bundle", "connect-limit.permits",
			"connect-limit.per-second", "yield-after", "exclusive.store", "exclusive.group", "exclusive.member-id",
			"exclusive.lease-duration", "exclusive.safety-margin", "exclusive.renew-interval",
			"exclusive.takeover-delay", "exclusive.accept-best-effort", "exclusive.spread.settle-time",
			"exclusive.spread.max-moves", "exclusive.spread.weight");

	/** Properties that are values for one connection and consist of others for all. */
	private static final Set<String> OWN_VALUES = Set.of("exclusive");

	private static final int DEPTH = 3;

	/** Properties that consist of others. */
	static final Set<String> GROUPS = Set.of("backoff", "keep-alive", "endpoints", "health", "ssl", "options",
			"connect-limit", "exclusive", "exclusive.spread");

	private PropertyShapes() {
	}

	/**
	 * A property of the wrong shape.
	 *
	 * @param reason what is wrong
	 * @param action what to do about it
	 */
	record Problem(String reason, String action) {
	}

	/**
	 * Returns what is wrong with the shape of a property.
	 * @param property the property, below {@code connection-manager}
	 * @param empty whether its value is empty
	 * @return the problem, or {@code null} if it has the right shape
	 */
	static @Nullable Problem problem(ConfigurationPropertyName property, boolean empty) {
		boolean own = PropertyOrigins.CONNECTIONS.isAncestorOf(property);
		int begin = PropertyOrigins.lengthOfPrefix(property);
		int length = property.getNumberOfElements();
		if (length == begin) {
			return null;
		}
		boolean ownValue = own && kebab(property, begin, begin + 1, OWN_VALUES) != null;
		for (int end = begin + 1; end < length && end <= begin + DEPTH; end++) {
			String name = kebab(property, begin, end, ownValue ? OWN_VALUES : VALUES);
			if (name != null) {
				return new Problem(
						"%s must be a value, but %s".formatted(name,
								property.isNumericIndex(end) ? "this is a list" : "has properties"),
						"Write a single value in its place, without a list and without properties below it.");
			}
		}
		String group = (empty || ownValue) ? null : kebab(property, begin, length, GROUPS);
		return (group != null) ? valueOfGroup(group, own) : null;
	}

	private static Problem valueOfGroup(String group, boolean own) {
		String exclusive = (!own && group.equals("exclusive"))
				? " A connection is made exclusive with " + "'connection-manager.connections.<name>.exclusive: true'."
				: "";
		return new Problem("%s has properties, but this is a value".formatted(group),
				"Write the properties of '%s' below it, or remove it.%s".formatted(group, exclusive));
	}

	private static @Nullable String kebab(ConfigurationPropertyName property, int begin, int end, Set<String> names) {
		StringBuilder name = new StringBuilder();
		for (int i = begin; i < end; i++) {
			name.append((i > begin) ? "." : "").append(property.getElement(i, Form.UNIFORM));
		}
		for (String known : names) {
			if (known.length() >= name.length() && known.replace("-", "").contentEquals(name)) {
				return known;
			}
		}
		return null;
	}

}
