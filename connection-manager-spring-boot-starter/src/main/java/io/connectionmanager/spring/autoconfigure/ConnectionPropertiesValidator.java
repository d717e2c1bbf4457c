package io.connectionmanager.spring.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/**
 * Looks at the properties as a whole, so that an invalid one is reported with its name
 * and the place where it is set, before a manager is made of it.
 */
final class ConnectionPropertiesValidator {

	private final Environment environment;

	private final InvalidPropertyReport report;

	private final ObjectProvider<SslBundles> sslBundles;

	ConnectionPropertiesValidator(Environment environment, ObjectProvider<SslBundles> sslBundles) {
		this.environment = environment;
		this.report = new InvalidPropertyReport(environment);
		this.sslBundles = sslBundles;
	}

	void validate(ConnectionManagerProperties properties) {
		properties.getConnections().forEach((name, connection) -> {
			this.report.check(() -> List.of(prefix(name), PropertyOrigins.ROOT),
					() -> validate(new ResolvedConnectionProperties(properties, connection)));
			validateBundle(name, connection.getSsl().getBundle());
		});
		this.report.check(() -> List.of(PropertyOrigins.ROOT), () -> validate(
				new ResolvedConnectionProperties(properties, new ConnectionManagerProperties.Connection())));
	}

	// Takes long, so it is asked for only when there is something to report.
	private ConfigurationPropertyName prefix(String name) {
		return new ConnectionEntries(this.environment).read()
			.stream()
			.filter((entry) -> ConnectionName.same(entry.name(), name))
			.map(ConnectionEntry::prefix)
			.findFirst()
			.orElse(PropertyOrigins.CONNECTIONS);
	}

	private static void validate(ResolvedConnectionProperties resolved) {
		resolved.settings();
		resolved.url();
		resolved.startup();
		resolved.health();
		resolved.historySize();
	}

	private void validateBundle(String name, @Nullable String bundle) {
		if (bundle == null) {
			return;
		}
		SslBundles bundles = this.sslBundles.getIfAvailable();
		List<String> names = (bundles != null) ? bundles.getBundleNames() : List.of();
		if (!names.contains(bundle)) {
			throw this.report.report(prefix(name).append("ssl.bundle"), "there is no SSL bundle '%s'".formatted(bundle),
					"Define the bundle under 'spring.ssl.bundle', or name one that exists: %s."
						.formatted(names.isEmpty() ? "there are none" : String.join(", ", names)));
		}
	}

}
