/**
 * The health of connections.
 */
@NullMarked
package io.connectionmanager.spring.health;

import org.jspecify.annotations.NullMarked;
