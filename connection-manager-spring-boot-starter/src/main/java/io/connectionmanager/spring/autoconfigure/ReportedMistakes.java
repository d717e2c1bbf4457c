package io.connectionmanager.spring.autoconfigure;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Fails the start of the application with a report.
 */
final class ReportedMistakes implements Mistakes {

	@Override
	public void missingConnector(ConnectionEntry entry, List<String> connectors) {
		throw new FailureAnalyzedException(
				"%s%n%n%s".formatted(whatIsMissing(entry), PropertyOrigins.describe(entry.properties())),
				whatToDo(entry, connectors));
	}

	private static String whatIsMissing(ConnectionEntry entry) {
		if (entry.connector() != null) {
			return "The connection '%s' is to use the Connector bean '%s', which does not exist."
				.formatted(entry.name(), entry.connector());
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
		if (entry.spelledByEnvironment()) {
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

	@Override
	public void severalConnectors(String name, List<String> candidates) {
		throw new FailureAnalyzedException(
				"There are several Connector beans for the connection '%s': %s.".formatted(name,
						String.join(", ", candidates)),
				("Say which one it is with 'connection-manager.connections.%s.connector', or rename the others. One "
						+ "that is to have no manager of its own can be declared with "
						+ "@Bean(defaultCandidate = false).")
					.formatted(name));
	}

}
