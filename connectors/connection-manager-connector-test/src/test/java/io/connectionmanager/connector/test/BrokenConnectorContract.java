package io.connectionmanager.connector.test;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * The contract for a connector that breaks it, run by {@link BrokenConnector} only.
 */
class BrokenConnectorContract extends LoginContract {

	static volatile @Nullable Fault fault;

	@Override
	protected TestServer startServer() {
		if (fault == null) {
			throw new TestAbortedException("Run by BrokenConnector");
		}
		return super.startServer();
	}

	@Override
	Set<Fault> faults() {
		Fault current = fault;
		return (current != null) ? Set.of(current) : Set.of();
	}

}
