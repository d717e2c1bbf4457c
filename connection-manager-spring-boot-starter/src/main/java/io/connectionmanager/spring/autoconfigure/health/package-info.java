/**
 * Auto-configuration of the health of connections.
 */
@NullMarked
package io.connectionmanager.spring.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
