/**
 * Auto-configuration of the NATS connector.
 */
@NullMarked
package io.connectionmanager.nats.autoconfigure;

import org.jspecify.annotations.NullMarked;
