/**
 * Lifecycle and events of connections in an application context.
 */
@NullMarked
package io.connectionmanager.spring.lifecycle;

import org.jspecify.annotations.NullMarked;
