/**
 * Test support: {@link io.connectionmanager.testing.VirtualTime virtual time}, a
 * {@link io.connectionmanager.testing.ScriptedConnector connector that follows a script},
 * and {@link io.connectionmanager.testing.RecordingSubscriber subscribers} and
 * {@link io.connectionmanager.testing.RecordingListener listeners} that record their
 * notifications.
 */
@NullMarked
package io.connectionmanager.testing;

import org.jspecify.annotations.NullMarked;
