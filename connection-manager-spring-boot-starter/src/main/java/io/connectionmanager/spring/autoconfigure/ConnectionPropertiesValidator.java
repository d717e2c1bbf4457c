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

	private final InvalidPropertyReport report;

	private final List<ConnectionEntry> entries;

	private final ObjectProvider<SslBundles> sslBundles;

	ConnectionPropertiesValidator(Environment environment, ObjectProvider<SslBundles> sslBundles) {
		this.report = new InvalidPropertyReport(environment);
		this.entries = new ConnectionEntries(environment).read();
		this.sslBundles = sslBundles;
	}

	void validate(ConnectionManagerProperties properties) {
		for (ConnectionEntry entry : this.entries) {
			ConfigurationPropertyName prefix = entry.prefix();
			this.report.check(List.of(prefix, PropertyOrigins.ROOT), () -> validate(properties.resolve(entry.name())));
			validateBundle(prefix.append("ssl.bundle"), properties.connection(entry.name()).getSsl().getBundle());
		}
		this.report.check(List.of(PropertyOrigins.ROOT), () -> validate(
				new ResolvedConnectionProperties(properties, new ConnectionManagerProperties.Connection())));
	}

	private static void validate(ResolvedConnectionProperties resolved) {
		resolved.settings();
		resolved.url();
		resolved.startup();
		resolved.health();
		resolved.historySize();
	}

	private void validateBundle(ConfigurationPropertyName property, @Nullable String bundle) {
		SslBundles bundles = this.sslBundles.getIfAvailable();
		if (bundle == null || (bundles != null && bundles.getBundleNames().contains(bundle))) {
			return;
		}
		List<String> names = (bundles != null) ? bundles.getBundleNames() : List.of();
		throw this.report.report(property, "there is no SSL bundle '%s'".formatted(bundle),
				"Define the bundle under 'spring.ssl.bundle', or name one that exists: %s."
					.formatted(names.isEmpty() ? "there are none" : String.join(", ", names)));
	}

}
