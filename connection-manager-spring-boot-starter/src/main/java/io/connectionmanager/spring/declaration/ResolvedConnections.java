package io.connectionmanager.spring.declaration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import io.connectionmanager.ConnectionSettings;
import io.connectionmanager.DurationText;
import io.connectionmanager.spring.lifecycle.ConnectionStartup;
import io.connectionmanager.spring.lifecycle.StartupMode;
import io.connectionmanager.spring.health.ConnectionHealthSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The resolved properties of an application's connections. Each entry is resolved and
 * validated once.
 */
public final class ResolvedConnections {

	private static final Log logger = LogFactory.getLog(ResolvedConnections.class);

	private static final String PHASE_TIMEOUT = "spring.lifecycle.timeout-per-shutdown-phase";

	private static final Duration DEFAULT_PHASE_TIMEOUT = Duration.ofSeconds(30);

	private final Map<String, ResolvedConnection> byName = new ConcurrentHashMap<>();

	private final Set<String> keys = new HashSet<>();

	private final ResolvedConnection shared;

	private ResolvedConnections(ResolvedConnection shared) {
		this.shared = shared;
	}

	/**
	 * Resolves the entries of an application, and fails if one is invalid.
	 * @param <E> the type of entries
	 * @param binding the bound entries
	 * @param declared the post-processor that declared the managers
	 * @param sslBundles the existing SSL bundles
	 * @param beanFactory the bean factory that has connection details
	 * @return the resolved connections
	 */
	public static <E> ResolvedConnections of(ObjectProvider<? extends ConnectionEntryProperties<E>> binding,
			ConnectionManagerBeansPostProcessor declared, ObjectProvider<SslBundles> sslBundles,
			ListableBeanFactory beanFactory) {
		ConnectionEntries entries = declared.takeEntries();
		// Otherwise, binding would report an unresolved placeholder as an invalid value.
		entries.requireResolved();
		ConnectionEntryProperties<E> properties = binding.getObject();
		ConnectionServices services = new ConnectionServices(beanFactory);
		Map<String, @Nullable E> bound = new LinkedHashMap<>(properties.getConnections());
		for (ConnectionEntry entry : entries.all()) {
			// Spring Boot binds no entry that has only a list in the place of a value.
			if (ConnectionName.find(properties.getConnections(), entry.name()) == null) {
				bound.put(entry.name(), null);
			}
		}
		Map<String, ResolvedConnection> resolved = new LinkedHashMap<>();
		for (Map.Entry<String, @Nullable E> each : bound.entrySet()) {
			ConnectionEntry entry = entries.find(each.getKey());
			if (entry == null) {
				throw late(each.getKey(), entries);
			}
			if (entry.isEnabled()) {
				ResolvedConnection connection = services.apply(entry,
						resolve(properties, each.getValue(), entry, entries));
				requireBundle(connection.connector().sslBundle(), entry, sslBundles);
				resolved.put(each.getKey(), connection);
			}
		}
		if (resolved.size() > 1) {
			shareEqualSettings(resolved);
		}
		ResolvedConnections connections = new ResolvedConnections(resolve(properties, null, null, entries));
		connections.byName.putAll(resolved);
		resolved.keySet().forEach((name) -> connections.keys.add(ConnectionName.key(name)));
		connections.warnOfLongStops(phaseTimeout(entries.environment()));
		return connections;
	}

	// Most connections have the settings for all.
	private static void shareEqualSettings(Map<String, ResolvedConnection> connections) {
		Map<ConnectionSettings, ConnectionSettings> settings = new HashMap<>();
		connections.replaceAll((name, connection) -> {
			ConnectionSettings present = settings.putIfAbsent(connection.settings(), connection.settings());
			return (present != null) ? connection.with(present) : connection;
		});
	}

	private static <E> ResolvedConnection resolve(ConnectionEntryProperties<E> properties, @Nullable E bound,
			@Nullable ConnectionEntry entry, ConnectionEntries entries) {
		try {
			return properties.resolve(bound, ConnectionUrls.of(entry));
		}
		catch (InvalidPropertyException ex) {
			throw ConfigurationProblems.invalid(ex, (path) -> find(path, entry, entries));
		}
	}

	private static @Nullable ConfigurationProperty find(String path, @Nullable ConnectionEntry entry,
			ConnectionEntries entries) {
		ConfigurationProperty property = (entry != null) ? entry.find(path) : null;
		if (property == null && entry != null) {
			property = entry.find(path + "[0]");
		}
		return (property != null) ? property
				: PropertyOrigins.find(entries.sources(), PropertyOrigins.ROOT.append(path));
	}

	private static Duration phaseTimeout(Environment environment) {
		String timeout = environment.getProperty(PHASE_TIMEOUT);
		try {
			return StringUtils.hasText(timeout) ? DurationStyle.detectAndParse(timeout) : DEFAULT_PHASE_TIMEOUT;
		}
		catch (IllegalArgumentException ex) {
			// Spring Boot reports it.
			return DEFAULT_PHASE_TIMEOUT;
		}
	}

	private void warnOfLongStops(Duration phaseTimeout) {
		List<String> tooLong = new ArrayList<>();
		for (Map.Entry<String, ResolvedConnection> connection : this.byName.entrySet()) {
			if (connection.getValue().stop().compareTo(phaseTimeout) > 0) {
				tooLong
					.add("'%s' (%s)".formatted(connection.getKey(), DurationText.format(connection.getValue().stop())));
			}
		}
		if (tooLong.isEmpty() && this.shared.stop().compareTo(phaseTimeout) > 0) {
			tooLong.add("connections without an entry (%s)".formatted(DurationText.format(this.shared.stop())));
		}
		if (!tooLong.isEmpty()) {
			tooLong.sort(null);
			logger.warn(
					"Connections may take longer to stop than '%s' (%s) allows, because it is less than twice their drain-timeout: %s"
						.formatted(PHASE_TIMEOUT, DurationText.format(phaseTimeout), String.join(", ", tooLong)));
		}
	}

	private static FailureAnalyzedException late(String name, ConnectionEntries declared) {
		ConnectionEntry entry = new ConnectionEntries(declared.environment()).find(name);
		return ConfigurationProblems.late(name, (entry != null) ? entry.properties() : List.of());
	}

	private static void requireBundle(@Nullable String bundle, ConnectionEntry entry,
			ObjectProvider<SslBundles> sslBundles) {
		if (bundle == null) {
			return;
		}
		SslBundles bundles = sslBundles.getIfAvailable();
		List<String> names = (bundles != null) ? bundles.getBundleNames() : List.of();
		if (!names.contains(bundle)) {
			ConfigurationProperty property = entry.find("ssl.bundle");
			throw ConfigurationProblems.invalid((property != null) ? List.of(property) : List.of(),
					"SSL bundle '%s' does not exist".formatted(bundle), "Define the bundle under 'spring.ssl.bundle'%s."
						.formatted(names.isEmpty() ? "" : ", or use an existing one: " + String.join(", ", names)));
		}
	}

	/**
	 * Returns the resolved properties of one connection.
	 * @param name the name of the connection
	 * @return those of its entry, regardless of how the name is spelled there, or the
	 * shared ones if it has none
	 */
	public ResolvedConnection get(String name) {
		ResolvedConnection connection = ConnectionName.find(this.byName, name);
		return (connection != null) ? connection : this.shared;
	}

	/**
	 * Returns whether there is an entry of a name.
	 * @param name the name of a connection; case and dashes do not matter
	 * @return whether there is
	 */
	boolean has(String name) {
		return this.keys.contains(ConnectionName.key(name));
	}

	/**
	 * Excludes a connection from startup and health, because a mock replaces its manager.
	 * @param name the name of the connection
	 */
	void setReplaced(String name) {
		ResolvedConnection connection = get(name);
		this.byName.put(name,
				new ResolvedConnection(connection.settings(),
						new ConnectionStartup(false, StartupMode.BACKGROUND, connection.startup().timeout()),
						new ConnectionHealthSettings(false, connection.health().grace()), connection.historySize(),
						connection.endpoints(), connection.endpointPolicy(), connection.masking(),
						ResolvedConnection.Exclusivity.NONE,
						new ResolvedConnection.ConnectorProperties(null, null, null, Map.of(), null)));
	}

	/**
	 * Returns the SSL bundles that connections use.
	 * @return the names of the bundles
	 */
	public Set<String> sslBundles() {
		Set<String> bundles = new TreeSet<>();
		for (ResolvedConnection connection : this.byName.values()) {
			String bundle = connection.connector().sslBundle();
			if (bundle != null) {
				bundles.add(bundle);
			}
		}
		return bundles;
	}

}
