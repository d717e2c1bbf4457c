package io.connectionmanager.coordination.zookeeper.autoconfigure;

import io.connectionmanager.coordination.zookeeper.ZooKeeperCoordinationStore;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Creates the store with the properties of an application.
 */
final class ZooKeeperStoreFactory {

	private ZooKeeperStoreFactory() {
	}

	static ZooKeeperCoordinationStore create(ZooKeeperCoordinationProperties properties) {
		String servers = properties.getConnectString();
		if (servers == null) {
			throw new FailureAnalyzedException(
					"The store 'zookeeper' for exclusive connections does not know its servers.",
					"Set 'connection-manager.exclusive.zookeeper.connect-string', for example to "
							+ "'zk1:2181,zk2:2181,zk3:2181', or define a bean of type CoordinationStore.");
		}
		try {
			ZooKeeperCoordinationStore.Builder builder = ZooKeeperCoordinationStore.builder(servers)
				.root(properties.getRoot())
				.timeout(properties.getTimeout())
				.sessionTimeout(properties.getSessionTimeout())
				.pollInterval(properties.getPollInterval());
			if (properties.getUsername() != null && properties.getPassword() != null) {
				builder.authorization("digest", properties.getUsername() + ":" + properties.getPassword());
			}
			return builder.build();
		}
		catch (IllegalArgumentException ex) {
			throw new FailureAnalyzedException(
					"The store 'zookeeper' for exclusive connections cannot be used: %s".formatted(ex.getMessage()),
					"Correct the properties below 'connection-manager.exclusive.zookeeper'.", ex);
		}
	}

}
