package io.connectionmanager.spring.declaration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Reports of configuration mistakes: what is wrong, where it is set, and what to do.
 */
final class ConfigurationProblems {

	private ConfigurationProblems() {
	}

	static FailureAnalyzedException missingConnector(ConnectionEntry entry, List<String> connectors,
			ConnectorFactories factories, BeanFactory beanFactory) {
		String urls = (entry.connector() == null && entry.service() == null) ? entry.urlProperty() : null;
		List<ConfigurationProperty> properties = (urls != null) ? entry.set(urls, urls + "[0]") : entry.properties();
		return new FailureAnalyzedException(
				"%s%n%n%s".formatted(whatIsMissing(entry, beanFactory), PropertyOrigins.describe(properties)),
				whatToDo(entry, connectors, factories));
	}

	/**
	 * Reports connection details that lead to no connector.
	 * @param name the name of the connection
	 * @param scheme the scheme of their URL, or {@code null} if the connection has none
	 * @param factories the factories of ready-made connectors
	 */
	static FailureAnalyzedException missingConnector(String name, @Nullable String scheme,
			ConnectorFactories factories) {
		if (scheme == null) {
			return new FailureAnalyzedException(
					"The connection '%s' has no URL, and no ConnectionManagerConnectionDetails bean has its name."
						.formatted(name),
					"Set 'url' of the connection, or correct the name that the details return.");
		}
		String artifact = ReadyMadeSchemes.artifact(scheme);
		return new FailureAnalyzedException(
				"The connection details of the connection '%s' have a URL with the scheme '%s', which no connector serves."
					.formatted(name, scheme),
				(artifact != null) ? "Add the dependency 'io.connectionmanager:%s'.".formatted(artifact)
						: "Use one of the schemes %s.".formatted(schemes(factories)));
	}

	private static String whatIsMissing(ConnectionEntry entry, BeanFactory beanFactory) {
		String connector = entry.connector();
		if (connector != null) {
			Class<?> type = beanFactory.containsBean(connector) ? beanFactory.getType(connector, false) : null;
			String problem = (type != null) ? "is of type " + type.getName() : "does not exist";
			return "The connection '%s' uses the Connector bean '%s', which %s.".formatted(entry.name(), connector,
					problem);
		}
		String scheme = entry.scheme();
		if (scheme == null) {
			return "The connection '%s' has no Connector bean%s.".formatted(entry.name(),
					entry.urls().isEmpty() ? "" : ", and its URL has no scheme");
		}
		return (ReadyMadeSchemes.artifact(scheme) != null)
				? "The connection '%s' has no Connector bean, and the ready-made connector for the scheme '%s' of its URL is not on the class path."
					.formatted(entry.name(), scheme)
				: "The connection '%s' has no Connector bean, and no connector is known for the scheme '%s' of its URL."
					.formatted(entry.name(), scheme);
	}

	private static String whatToDo(ConnectionEntry entry, List<String> connectors, ConnectorFactories factories) {
		String beans = connectors.isEmpty() ? ""
				: ", or set the property 'connector' of the connection to the name of an existing one: "
						+ String.join(", ", connectors);
		String bean = "efine a bean of type Connector named '%sConnector'%s."
			.formatted(ConnectionName.camelCase(entry.name()), beans);
		String scheme = (entry.connector() == null) ? entry.scheme() : null;
		String artifact = (scheme != null) ? ReadyMadeSchemes.artifact(scheme) : null;
		String action;
		if (artifact != null) {
			action = "Add the dependency 'io.connectionmanager:%s', or d%s".formatted(artifact, bean);
		}
		else if (entry.connector() != null) {
			action = "D" + bean;
		}
		else if (scheme != null) {
			action = "%sUse one of the schemes %s. For another protocol, d%s".formatted(didYouMean(scheme, factories),
					schemes(factories), bean);
		}
		else {
			String schemes = schemes(factories);
			action = (entry.urls().isEmpty()
					? "D%s Or set 'url' to one whose scheme selects a ready-made connector: %s.".formatted(bean,
							schemes)
					: "Begin 'url' with the scheme of a ready-made connector, as in 'tcp://feed.example:7000': %s. Or d%s"
						.formatted(schemes, bean));
		}
		if (entry.spelling() == NameSpelling.FOLDED) {
			action += " If the environment variable is meant for another connection, correct its name: dashes are "
					+ "removed, so 'order-events' becomes ORDEREVENTS.";
		}
		return action;
	}

	private static String didYouMean(String scheme, ConnectorFactories factories) {
		List<String> known = new ArrayList<>(factories.schemes());
		ReadyMadeSchemes.all().forEach(known::add);
		String closest = ConnectorOptionValues.closest(scheme, known);
		return (closest != null) ? "Did you mean '%s'? ".formatted(closest) : "";
	}

	private static String schemes(ConnectorFactories factories) {
		Collection<String> present = factories.schemes();
		List<String> more = new ArrayList<>();
		for (String scheme : ReadyMadeSchemes.all()) {
			if (!present.contains(scheme)) {
				more.add(scheme);
			}
		}
		return String.join(", ", present) + (more.isEmpty() ? ""
				: "%swith another dependency, %s".formatted(present.isEmpty() ? "" : "; ", String.join(", ", more)));
	}

	static FailureAnalyzedException severalConnectors(ConnectionEntry entry, List<String> candidates) {
		return severalConnectors(entry.name(), candidates,
				"%n%n%s".formatted(PropertyOrigins.describe(entry.properties())));
	}

	static FailureAnalyzedException severalConnectors(String name, List<String> candidates) {
		return severalConnectors(name, candidates, "");
	}

	private static FailureAnalyzedException severalConnectors(String name, List<String> candidates, String place) {
		return new FailureAnalyzedException(
				"There are several Connector beans for the connection '%s': %s.%s".formatted(name,
						String.join(", ", candidates), place),
				("Select one with 'connection-manager.connections.%s.connector' or @Primary, or rename the others. "
						+ "To keep a bean from getting a connection of its own, declare it with "
						+ "@Bean(defaultCandidate = false).")
					.formatted(name));
	}

	static FailureAnalyzedException collision(ConnectionEntry entry, PropertyPlace other) {
		return new FailureAnalyzedException(
				"The connections '%s' and '%s' would have the same bean name '%s%s':%n%n%s".formatted(entry.name(),
						other.name(), ConnectionName.camelCase(entry.name()), ConnectionDeclaration.MANAGER_SUFFIX,
						describe(entry.first(), other)),
				"Rename one of them. If they are one connection, spell its name the same way everywhere.");
	}

	static FailureAnalyzedException ambiguousVariable(PropertyPlace variable, ConnectionEntry entry,
			ConnectionEntry other) {
		return new FailureAnalyzedException(
				"An environment variable fits both the connection '%s' and the connection '%s':%n%n%s"
					.formatted(entry.name(), other.name(), describe(variable, entry.first(), other.first())),
				"Set the property in a file, on the command line or in SPRING_APPLICATION_JSON, or rename one of the "
						+ "connections.");
	}

	private static String describe(PropertyPlace... places) {
		List<ConfigurationProperty> properties = new ArrayList<>();
		for (PropertyPlace place : places) {
			ConfigurationProperty property = place.find();
			if (property != null) {
				properties.add(property);
			}
		}
		return PropertyOrigins.describe(properties);
	}

	static FailureAnalyzedException unfitConnector(String name, String connector) {
		return new FailureAnalyzedException(
				("The Connector bean '%s' would make a connection named '%s', which cannot be used in the path "
						+ "'/actuator/connections/{name}': %s.")
					.formatted(connector, name, ConnectionName.whyNotInPath(name)),
				"Rename the bean, or set it as the 'connector' of a connection with another name.");
	}

	static FailureAnalyzedException late(String name, List<ConfigurationProperty> properties) {
		return new FailureAnalyzedException(
				"The connection '%s' was configured after the connections had been declared:%n%n%s".formatted(name,
						PropertyOrigins.describe(properties)),
				"Add its properties earlier: in a file, with @PropertySource on a configuration class, or with an "
						+ "EnvironmentPostProcessor.");
	}

	static FailureAnalyzedException invalid(InvalidPropertyException problem,
			Function<String, @Nullable ConfigurationProperty> properties) {
		List<ConfigurationProperty> origins = new ArrayList<>();
		for (String path : problem.paths()) {
			ConfigurationProperty property = properties.apply(path);
			if (property != null) {
				origins.add(property);
			}
		}
		return invalid(origins, String.valueOf(problem.getMessage()), problem.action());
	}

	static FailureAnalyzedException invalid(List<ConfigurationProperty> properties, String reason, String action) {
		return new FailureAnalyzedException("A connection property has an invalid value:%n%n%s    Reason: %s"
			.formatted(PropertyOrigins.describe(properties), reason), action);
	}

}
