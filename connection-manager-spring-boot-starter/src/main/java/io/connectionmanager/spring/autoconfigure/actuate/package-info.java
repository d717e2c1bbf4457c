/**
 * Auto-configuration of the endpoint of connections.
 */
@NullMarked
package io.connectionmanager.spring.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
