package io.connectionmanager.spring.declaration;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

import io.connectionmanager.connector.InvalidOptionException;
import io.connectionmanager.spring.declaration.ConnectorOptionValues.UnknownOptionException;
import io.connectionmanager.spring.service.Service;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Reports of mistakes with ready-made connectors.
 */
final class ConnectorProblems {

	private static final String OPTIONS = "options.";

	private ConnectorProblems() {
	}

	static FailureAnalyzedException severalFactories(String scheme, List<String> names) {
		return new FailureAnalyzedException(
				"There are several ConnectorFactory beans or services for the scheme '%s': %s.".formatted(scheme,
						String.join(", ", names)),
				"Remove all but one, or mark one bean as @Primary.");
	}

	static FailureAnalyzedException dependentFactory(String beanName, @Nullable String place) {
		return new FailureAnalyzedException(
				"The ConnectorFactory bean '%s'%s depends on other beans, but it is created before them."
					.formatted(beanName, (place != null) ? " of " + place : ""),
				"Declare it with a static @Bean method without parameters, or as a @Component whose constructor has "
						+ "none. The connectors that it creates get beans from ConnectorContext.collaborator(type).");
	}

	static void rejectServiceAndUrl(ConnectionEntry entry) {
		String name = entry.service();
		String urls = (name != null) ? entry.urlProperty() : null;
		if (urls != null) {
			throw ConfigurationProblems.invalid(entry.set("service", urls, urls + "[0]"),
					"'service' and '%s' are both set for the connection '%s'".formatted(urls, entry.name()),
					"Remove one of them.");
		}
		if (name != null && Service.of(name) == null && !entry.hasUnresolvedUrl()) {
			throw ConfigurationProblems.invalid(entry.set("service"), "there is no service '%s'".formatted(name),
					"Use one of: %s.".formatted(String.join(", ", Service.names())));
		}
	}

	static void rejectOptions(ConnectionEntry entry, String connector) {
		List<ConfigurationProperty> options = entry.options(null);
		if (entry.service() != null) {
			throw ConfigurationProblems.invalid(entry.set("service"),
					"a service is for a ready-made connector, but the connection '%s' uses the Connector bean '%s'"
						.formatted(entry.name(), connector),
					"Set 'url' instead, or remove the Connector bean.");
		}
		if (!options.isEmpty()) {
			throw ConfigurationProblems.invalid(options,
					"options are for ready-made connectors, but the connection '%s' uses the Connector bean '%s'"
						.formatted(entry.name(), connector),
					"Remove the options. If the connector should read them, use properties of your own.");
		}
	}

	static FailureAnalyzedException unknownOption(@Nullable ConnectionEntry entry, String name, String scheme,
			UnknownOptionException problem, Collection<String> known) {
		String meant = (problem.meant() != null) ? "Did you mean '%s'? ".formatted(problem.meant()) : "";
		String list = known.isEmpty() ? "The connector has no options."
				: "Options of the connector: %s.".formatted(String.join(", ", new TreeSet<>(known)));
		return ConfigurationProblems.invalid(properties(entry, problem.option()),
				"the connector for '%s' of the connection '%s' has no option '%s'".formatted(scheme, name,
						problem.option()),
				meant + list);
	}

	static FailureAnalyzedException invalidOption(@Nullable ConnectionEntry entry, InvalidOptionException problem) {
		List<ConfigurationProperty> properties = properties(entry, problem.option());
		String action = properties.isEmpty() && entry != null
				? "Set the property '%s.%s%s'.".formatted(entry.prefix(), OPTIONS, problem.option())
				: PropertyValues.correct(OPTIONS + problem.option(), problem.reason());
		return ConfigurationProblems.invalid(properties, OPTIONS + problem.option() + " " + problem.reason(), action);
	}

	static FailureAnalyzedException invalidUrl(@Nullable ConnectionEntry entry, String reason) {
		String urls = (entry != null) ? entry.urlProperty() : null;
		List<ConfigurationProperty> properties = (entry == null) ? List.of()
				: (urls != null) ? entry.set(urls, urls + "[0]") : entry.set("service");
		return ConfigurationProblems.invalid(properties, reason,
				"Set %s to one that the connector for its scheme accepts."
					.formatted((urls != null) ? "'" + urls + "'" : "the URL"));
	}

	static FailureAnalyzedException unusedSslBundle(@Nullable ConnectionEntry entry, String name, String scheme,
			List<String> secure) {
		List<ConfigurationProperty> properties = (entry != null) ? entry.set("ssl.bundle") : List.of();
		return ConfigurationProblems
			.invalid(
					properties, "the connection '%s' has an SSL bundle, but the scheme '%s' of its URL is not encrypted"
						.formatted(name, scheme),
					"Use %s, or remove 'ssl.bundle'.".formatted(String.join(" or ", secure)));
	}

	private static List<ConfigurationProperty> properties(@Nullable ConnectionEntry entry, String option) {
		return (entry != null) ? entry.options(option) : List.of();
	}

	static FailureAnalyzedException missingCollaborator(@Nullable ConnectionEntry entry, String name, String scheme,
			Class<?> type, Collaborators collaborators, BeanFactory beanFactory) {
		String misfit = collaborators.misfit(type);
		Class<?> misfitType = (misfit != null) ? beanFactory.getType(misfit, false) : null;
		List<String> others = collaborators.ofType(type);
		String problem = (misfitType != null)
				? "The bean '%s' is of type %s, which is not a %s.".formatted(misfit, misfitType.getTypeName(),
						type.getTypeName())
				: others.isEmpty() ? "There is no bean of that type." : "The beans of that type belong to other "
						+ "connections: %s.".formatted(String.join(", ", others));
		return new FailureAnalyzedException(
				"The connection '%s' requires a bean of type %s, because its URL has the scheme '%s'. %s%n%n%s"
					.formatted(name, type.getTypeName(), scheme, problem, place(entry)),
				"Define a bean of type %s named '%s%s', or qualify one with @Qualifier(\"%s\"). To connect in another "
					.formatted(type.getTypeName(), ConnectionName.camelCase(name), type.getSimpleName(), name)
						+ "way, define a bean of type Connector named '%sConnector'."
							.formatted(ConnectionName.camelCase(name)));
	}

	static FailureAnalyzedException ambiguousCollaborator(String name, Class<?> type, List<String> candidates) {
		return new FailureAnalyzedException(
				"There are several beans of type %s for the connection '%s': %s.".formatted(type.getTypeName(), name,
						String.join(", ", candidates)),
				"Name one of them '%s%s', qualify it with @Qualifier(\"%s\"), or mark it as @Primary."
					.formatted(ConnectionName.camelCase(name), type.getSimpleName(), name));
	}

	private static String place(@Nullable ConnectionEntry entry) {
		return (entry != null) ? PropertyOrigins.describe(entry.properties()) : "";
	}

}
