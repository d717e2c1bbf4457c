package io.connectionmanager.engine.exclusive;

import java.util.List;

import io.connectionmanager.ExclusiveListener;
import io.connectionmanager.ExclusiveSettings;
import io.connectionmanager.coordination.CoordinationStore;
import io.connectionmanager.engine.runtime.EngineRuntime;

/**
 * What a member of a group was built with.
 *
 * @param name the name of the group
 * @param memberId the name of the member
 * @param settings its settings
 * @param store where the members agree
 * @param listeners who is notified
 * @param runtime provides threads and time
 */
record GroupParts(String name, String memberId, ExclusiveSettings settings, CoordinationStore store,
		List<ExclusiveListener> listeners, EngineRuntime runtime) {

}
