package io.connectionmanager.coordination.test;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

import io.connectionmanager.connector.test.TestServer;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.testing.InMemoryCoordinationStore;

/**
 * The contract for a store that breaks it, run by {@link BrokenStoreTests} only.
 */
class BrokenStoreContract extends CoordinationStoreContract {

	static volatile @Nullable StoreFault fault;

	private final InMemoryCoordinationStore entries = new InMemoryCoordinationStore();

	private final Map<String, Long> firstVersions = new ConcurrentHashMap<>();

	@Override
	protected TestServer startServer() throws Exception {
		if (fault == null) {
			throw new TestAbortedException("Run by BrokenStoreTests");
		}
		return super.startServer();
	}

	@Override
	protected CoordinationStore createStore(InetSocketAddress server, Duration timeout) {
		return (fault == StoreFault.READS_CLOCK) ? new ClockedStore(this.entries)
				: new FaultyStore(this.entries, fault, this.firstVersions);
	}

	@Override
	protected void rollBack(Runnable action) {
		List<Runnable> transaction = new ArrayList<>();
		FaultyStore.TRANSACTION.set(transaction);
		try {
			action.run();
		}
		finally {
			FaultyStore.TRANSACTION.remove();
		}
		transaction.forEach(Runnable::run);
	}

	@Override
	protected List<String> secrets() {
		return List.of(FaultyStore.SECRET);
	}

	@Override
	protected Map<StoreFeature, String> unsupported() {
		return Map.of(StoreFeature.NETWORK, "it is in memory", StoreFeature.RESTART, "it is in memory");
	}

}
