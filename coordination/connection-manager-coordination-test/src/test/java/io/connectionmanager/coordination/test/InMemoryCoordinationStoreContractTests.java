package io.connectionmanager.coordination.test;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.testing.InMemoryCoordinationStore;

class InMemoryCoordinationStoreContractTests extends CoordinationStoreContract {

	private final InMemoryCoordinationStore store = new InMemoryCoordinationStore();

	/** Members of a group share one object. */
	@Override
	protected CoordinationStore createStore(InetSocketAddress server, Duration timeout) {
		return this.store;
	}

	@Override
	protected Map<StoreFeature, String> unsupported() {
		return Map.of(StoreFeature.NETWORK, "it is in memory", StoreFeature.RESTART, "it is in memory",
				StoreFeature.TRANSACTIONS, "it is in memory");
	}

}
