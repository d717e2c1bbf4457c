package io.connectionmanager.coordination.zookeeper;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.connectionmanager.connector.test.TestServer;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.coordination.test.CoordinationStoreContract;
import io.connectionmanager.coordination.test.StoreFeature;

class ZooKeeperStoreContractTests extends CoordinationStoreContract {

	private static final String SECRET = "kT9zookeeper4s3cret";

	@Override
	protected TestServer startServer() throws Exception {
		return new OwnZooKeeper();
	}

	@Override
	protected CoordinationStore createStore(InetSocketAddress server, Duration timeout) {
		return ZooKeeperCoordinationStore.builder(OwnZooKeeper.connectString(server))
			.authorization("digest", "app:" + SECRET)
			.timeout(timeout)
			.build();
	}

	@Override
	protected List<String> secrets() {
		return List.of(SECRET);
	}

	@Override
	protected Map<StoreFeature, String> unsupported() {
		return Map.of(StoreFeature.TRANSACTIONS, "ZooKeeper has none that last");
	}

}
