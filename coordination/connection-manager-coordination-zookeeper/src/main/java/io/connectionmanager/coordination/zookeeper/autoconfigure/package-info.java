/**
 * Auto-configuration of the store in ZooKeeper.
 */
@NullMarked
package io.connectionmanager.coordination.zookeeper.autoconfigure;

import org.jspecify.annotations.NullMarked;
