/**
 * Connections in an application context: their lifecycle, their events and their
 * subscribers.
 */
@NullMarked
package io.connectionmanager.spring.context;

import org.jspecify.annotations.NullMarked;
