package io.connectionmanager.spring.declaration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.connectionmanager.DurationText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.Environment;

/**
 * Reports of mistakes with exclusive connections.
 */
final class ExclusiveProblems {

	private static final Log logger = LogFactory.getLog(ExclusiveProblems.class);

	private static final String STORE = "'connection-manager.exclusive.store'";

	private final Environment environment;

	ExclusiveProblems(Environment environment) {
		this.environment = environment;
	}

	FailureAnalyzedException invalid(InvalidPropertyException problem) {
		return ConfigurationProblems.invalid(problem, (path) -> PropertyOrigins
			.find(PropertyOrigins.sources(this.environment), PropertyOrigins.ROOT.append(path)));
	}

	FailureAnalyzedException missingGroup() {
		return new FailureAnalyzedException(
				"Exclusive connections need a group, and neither 'connection-manager.exclusive.group' nor "
						+ "'spring.application.name' is set.%n%n%s".formatted(exclusive()),
				"Set 'spring.application.name'. All replicas of the application must have the same group, and no other "
						+ "application that uses the store.");
	}

	FailureAnalyzedException missingStore() {
		return new FailureAnalyzedException(
				"Exclusive connections need a store on which the replicas agree, and there is none.%n%n%s"
					.formatted(exclusive()),
				"Add one of the dependencies %s, or define a bean of type CoordinationStore.".formatted(artifacts()));
	}

	FailureAnalyzedException severalStores(List<String> names) {
		return new FailureAnalyzedException(
				"There are several stores on which replicas can agree about exclusive connections: %s.%n%n%s"
					.formatted(String.join(", ", names), exclusive()),
				"Set %s to one of them, or mark one bean as @Primary.".formatted(STORE));
	}

	FailureAnalyzedException unknownStore(String name, List<String> names) {
		String artifact = CoordinationStores.ARTIFACTS.get(name);
		String action = (artifact != null) ? "Add the dependency 'io.connectionmanager:%s'".formatted(artifact)
				: "Add one of the dependencies %s, or define a bean of type CoordinationStore named '%s'"
					.formatted(artifacts(), name);
		return ConfigurationProblems.invalid(find(ExclusiveGroupFactory.STORE),
				"there is no CoordinationStore bean '%s'".formatted(name), names.isEmpty() ? action + "."
						: "%s, or use an existing store: %s.".formatted(action, String.join(", ", names)));
	}

	/**
	 * Warns if a call of the store may take longer than the lease that it is to renew.
	 * That does no harm, because the group itself ends its lease in time, but it is not
	 * what was intended.
	 */
	void warnOfLateCalls(String store, Duration leaseDuration) {
		ConfigurationPropertyName name = ConfigurationPropertyName
			.adapt("connection-manager.exclusive.%s.timeout".formatted(store), '.');
		Duration timeout = Binder.get(this.environment).bind(name, Bindable.of(Duration.class)).orElse(null);
		if (timeout != null && timeout.compareTo(leaseDuration) >= 0) {
			logger.warn(
					"'%s' (%s) should be less than 'connection-manager.exclusive.lease-duration' (%s): a call that takes so long cannot renew the lease"
						.formatted(name, DurationText.setting(timeout), DurationText.setting(leaseDuration)));
		}
	}

	FailureAnalyzedException bestEffort(String store) {
		return new FailureAnalyzedException(
				("The store '%s' may forget what it has acknowledged, for example in a failover. Two replicas may then "
						+ "hold one connection.%n%n%s")
					.formatted(store, exclusive()),
				"Use another store, or accept this with 'connection-manager.exclusive.accept-best-effort: true'.");
	}

	FailureAnalyzedException notExclusive(String name, String beanName) {
		return new FailureAnalyzedException(
				"The connection '%s' is exclusive, but the application defines its manager, the bean '%s', which is not."
					.formatted(name, beanName) + "%n%n%s".formatted(exclusive()),
				"Build the manager with the ConnectionManagerBuilderConfigurer bean, or call 'exclusive(group)' on its "
						+ "builder with the ExclusiveGroup bean.");
	}

	private static String artifacts() {
		List<String> artifacts = new ArrayList<>();
		for (String artifact : CoordinationStores.ARTIFACTS.values()) {
			artifacts.add("'io.connectionmanager:%s'".formatted(artifact));
		}
		return String.join(", ", artifacts);
	}

	/**
	 * Describes the properties that make a group necessary.
	 */
	private String exclusive() {
		List<ConfigurationProperty> properties = new ArrayList<>();
		ConnectionEntries entries = new ConnectionEntries(this.environment);
		for (ConnectionEntry entry : entries.all()) {
			if (entry.isEnabled() && entry.isExclusive() && properties.isEmpty()) {
				properties.addAll(entry.set("exclusive"));
			}
		}
		properties.addAll(find(ExclusiveGroupFactory.STORE));
		return PropertyOrigins.describe(properties);
	}

	private List<ConfigurationProperty> find(ConfigurationPropertyName name) {
		ConfigurationProperty property = PropertyOrigins.find(PropertyOrigins.sources(this.environment), name);
		return (property != null) ? List.of(property) : List.of();
	}

}
