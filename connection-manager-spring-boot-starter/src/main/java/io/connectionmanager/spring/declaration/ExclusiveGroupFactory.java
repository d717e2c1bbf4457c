package io.connectionmanager.spring.declaration;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Supplier;

import io.connectionmanager.ConnectionRuntime;
import io.connectionmanager.ExclusiveGroup;
import io.connectionmanager.ExclusiveListener;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.Durability;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Creates the group within which the connections of an application are exclusive.
 */
public final class ExclusiveGroupFactory {

	static final ConfigurationPropertyName ROOT = PropertyOrigins.ROOT.append("exclusive");

	static final ConfigurationPropertyName STORE = ROOT.append("store");

	private static final String APPLICATION = "spring.application.name";

	private static final String HOST = "HOSTNAME";

	private final Supplier<ExclusiveGroupSettings> settings;

	private final ConnectionRuntime runtime;

	private final ObjectProvider<ExclusiveListener> listeners;

	private final Environment environment;

	private final ConfigurableListableBeanFactory beanFactory;

	/**
	 * Creates the factory.
	 * @param settings resolves the properties of the group
	 * @param runtime the runtime of all managers
	 * @param listeners the listeners of the group, not obtained before there is one
	 * @param environment the environment with the names of application and host
	 * @param beanFactory the bean factory that has the stores
	 */
	public ExclusiveGroupFactory(Supplier<ExclusiveGroupSettings> settings, ConnectionRuntime runtime,
			ObjectProvider<ExclusiveListener> listeners, Environment environment,
			ConfigurableListableBeanFactory beanFactory) {
		this.settings = settings;
		this.runtime = runtime;
		this.listeners = listeners;
		this.environment = environment;
		this.beanFactory = beanFactory;
	}

	ExclusiveGroup create() {
		ExclusiveProblems problems = new ExclusiveProblems(this.environment);
		ExclusiveGroupSettings settings;
		try {
			settings = this.settings.get();
		}
		catch (InvalidPropertyException ex) {
			throw problems.invalid(ex);
		}
		String group = first(settings.group(), this.environment.getProperty(APPLICATION));
		if (group == null) {
			throw problems.missingGroup();
		}
		CoordinationStores stores = new CoordinationStores(this.beanFactory, problems);
		String storeBean = stores.select(settings.store());
		problems.warnOfLateCalls(CoordinationStores.nameOf(storeBean), settings.settings().leaseDuration());
		CoordinationStore store = stores.get(storeBean);
		if (store.durability() == Durability.BEST_EFFORT && !settings.acceptBestEffort()) {
			throw problems.bestEffort(store.describe());
		}
		ExclusiveGroup.Builder builder = ExclusiveGroup.builder(group, store)
			.settings(settings.settings())
			.acceptBestEffort(settings.acceptBestEffort())
			.runtime(this.runtime);
		String memberId = first(settings.memberId(), first(this.environment.getProperty(HOST), hostName()));
		if (memberId != null) {
			builder.memberId(memberId);
		}
		this.listeners.orderedStream().forEach(builder::listener);
		return builder.build();
	}

	private static @Nullable String first(@Nullable String value, @Nullable String fallback) {
		return StringUtils.hasText(value) ? value : StringUtils.hasText(fallback) ? fallback : null;
	}

	private static @Nullable String hostName() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

}
