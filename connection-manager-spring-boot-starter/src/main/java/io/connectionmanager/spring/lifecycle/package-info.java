/**
 * Connections in an application context: their start, their stop and their events.
 */
@NullMarked
package io.connectionmanager.spring.lifecycle;

import org.jspecify.annotations.NullMarked;
