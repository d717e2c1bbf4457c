/**
 * Meters of connections, and observations of attempts.
 */
@NullMarked
package io.connectionmanager.spring.metrics;

import org.jspecify.annotations.NullMarked;
