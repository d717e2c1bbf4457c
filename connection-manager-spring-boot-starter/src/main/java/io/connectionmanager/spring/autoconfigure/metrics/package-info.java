/**
 * Wiring of the meters of connections and of the observations of their attempts.
 */
@NullMarked
package io.connectionmanager.spring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
