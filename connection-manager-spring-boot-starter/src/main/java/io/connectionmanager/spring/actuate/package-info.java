/**
 * The Actuator endpoint of connections.
 */
@NullMarked
package io.connectionmanager.spring.actuate;

import org.jspecify.annotations.NullMarked;
