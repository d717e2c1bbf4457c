package io.connectionmanager.spring.declaration;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.connectionmanager.spring.declaration.ConnectionEntry.Place;
import io.connectionmanager.spring.declaration.ConnectionEntry.Spelling;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * What a person reads who has made a mistake: what is wrong, where it is set, what to do.
 */
final class ConfigurationProblems {

	private ConfigurationProblems() {
	}

	static FailureAnalyzedException missingConnector(ConnectionEntry entry, List<String> connectors,
			BeanFactory beanFactory) {
		return new FailureAnalyzedException(
				"%s%n%n%s".formatted(whatIsMissing(entry, beanFactory), PropertyOrigins.describe(entry.properties())),
				whatToDo(entry, connectors));
	}

	private static String whatIsMissing(ConnectionEntry entry, BeanFactory beanFactory) {
		String connector = entry.connector();
		if (connector != null) {
			Class<?> type = beanFactory.containsBean(connector) ? beanFactory.getType(connector, false) : null;
			String problem = (type != null) ? "is of type " + type.getName() : "does not exist";
			return "The connection '%s' is to use the Connector bean '%s', which %s.".formatted(entry.name(), connector,
					problem);
		}
		String scheme = scheme(entry.url());
		if (scheme != null) {
			return ("The connection '%s' has no Connector bean, and there is none for the scheme '%s' of its url "
					+ "either.")
				.formatted(entry.name(), scheme);
		}
		return "The connection '%s' has no Connector bean.".formatted(entry.name());
	}

	private static String whatToDo(ConnectionEntry entry, List<String> connectors) {
		String beans = connectors.isEmpty() ? "there are none" : String.join(", ", connectors);
		String action = ("Define a bean of type Connector named '%sConnector', or name one with 'connector' in the entry. "
				+ "Connector beans: %s.")
			.formatted(ConnectionName.camelCase(entry.name()), beans);
		if (entry.spelling() == Spelling.FOLDED) {
			action += " Is the environment variable meant for another connection? In the name of a variable, leave out "
					+ "the dashes of a connection's name: ORDEREVENTS is 'order-events'.";
		}
		return action;
	}

	private static @Nullable String scheme(@Nullable String url) {
		try {
			return (url != null) ? URI.create(url).getScheme() : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	static FailureAnalyzedException severalConnectors(String name, List<String> candidates) {
		return new FailureAnalyzedException(
				"There are several Connector beans for the connection '%s': %s.".formatted(name,
						String.join(", ", candidates)),
				("Say which one it is with 'connection-manager.connections.%s.connector' or @Primary, or rename the "
						+ "others. One that is to have no manager of its own can be declared with "
						+ "@Bean(defaultCandidate = false).")
					.formatted(name));
	}

	static FailureAnalyzedException collision(ConnectionEntry entry, Place other) {
		return new FailureAnalyzedException(
				"The connections '%s' and '%s' would both be the bean '%s%s':%n%n%s".formatted(entry.name(),
						other.name(), ConnectionName.camelCase(entry.name()), ConnectionDeclaration.MANAGER_SUFFIX,
						describe(entry.first(), other)),
				"Rename one of them, or spell both alike if they are one connection.");
	}

	static FailureAnalyzedException ambiguousVariable(Place variable, ConnectionEntry entry, ConnectionEntry other) {
		return new FailureAnalyzedException(
				"An environment variable may mean the connection '%s' as well as '%s':%n%n%s".formatted(entry.name(),
						other.name(), describe(variable, entry.first(), other.first())),
				"Set the property in a file, on the command line or in SPRING_APPLICATION_JSON, or rename one of the "
						+ "connections.");
	}

	private static String describe(Place... places) {
		List<ConfigurationProperty> properties = new ArrayList<>();
		for (Place place : places) {
			ConfigurationProperty property = place.find();
			if (property != null) {
				properties.add(property);
			}
		}
		return PropertyOrigins.describe(properties);
	}

	static FailureAnalyzedException unfitConnector(String name, String connector) {
		return new FailureAnalyzedException(
				("The Connector bean '%s' cannot give the connection '%s' its name, for that is a part of the path "
						+ "'/actuator/connections/{name}': %s.")
					.formatted(connector, name, ConnectionName.whyNotInPath(name)),
				"Rename the bean, or name it with 'connector' in the entry of a connection.");
	}

	static FailureAnalyzedException late(String name, List<ConfigurationProperty> properties) {
		return new FailureAnalyzedException(
				"The connection '%s' was configured when connections had been declared already:%n%n%s".formatted(name,
						PropertyOrigins.describe(properties)),
				"Add its properties earlier: in a file, with @PropertySource on a configuration class, or with an "
						+ "EnvironmentPostProcessor.");
	}

	static FailureAnalyzedException invalid(List<ConfigurationProperty> properties, String reason, String action) {
		return new FailureAnalyzedException("A connection property has an invalid value:%n%n%s    Reason: %s"
			.formatted(PropertyOrigins.describe(properties), reason), action);
	}

}
