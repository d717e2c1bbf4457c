/**
 * For tests, users' and our own: {@link io.connectionmanager.testing.VirtualTime time
 * that moves when told}, a {@link io.connectionmanager.testing.ScriptedConnector
 * connector that follows a script}, and
 * {@link io.connectionmanager.testing.RecordingSubscriber subscribers} and
 * {@link io.connectionmanager.testing.RecordingListener listeners} that remember what
 * they were told.
 */
@NullMarked
package io.connectionmanager.testing;

import org.jspecify.annotations.NullMarked;
