/**
 * The meters of connections, and the observations of attempts to connect.
 */
@NullMarked
package io.connectionmanager.spring.metrics;

import org.jspecify.annotations.NullMarked;
