package io.connectionmanager.coordination.test;

import java.util.HashMap;

import io.connectionmanager.testing.InMemoryCoordinationStore;

/**
 * A store that reads a clock.
 */
final class ClockedStore extends FaultyStore {

	ClockedStore(InMemoryCoordinationStore entries) {
		super(entries, StoreFault.READS_CLOCK, new HashMap<>());
	}

	@Override
	public String describe() {
		return "memory at " + System.currentTimeMillis();
	}

}
