/**
 * The test kit for connectors: a
 * {@link io.connectionmanager.connector.test.ConnectorContract contract} that each
 * connector passes against a real server, and the
 * {@link io.connectionmanager.connector.test.FaultProxy proxy} that breaks connections on
 * the way there.
 */
@NullMarked
package io.connectionmanager.connector.test;

import org.jspecify.annotations.NullMarked;
