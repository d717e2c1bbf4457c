package io.connectionmanager;

import java.util.ServiceLoader;

/**
 * Holder of the provider, which is loaded on first use.
 */
final class ProviderHolder {

	static final ConnectionManagerProvider PROVIDER = ServiceLoader
		.load(ConnectionManagerProvider.class, ConnectionManagerProvider.class.getClassLoader())
		.findFirst()
		.orElseThrow(() -> new IllegalStateException("No " + ConnectionManagerProvider.class.getName()
				+ " found: META-INF/services of connection-manager-core is missing; was it lost in repackaging?"));

	private ProviderHolder() {
	}

}
