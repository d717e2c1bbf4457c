/**
 * A {@link io.connectionmanager.coordination.CoordinationStore} in Apache ZooKeeper.
 */
@NullMarked
package io.connectionmanager.coordination.zookeeper;

import org.jspecify.annotations.NullMarked;
