/**
 * Auto-configuration of the meters of connections and the observations of attempts.
 */
@NullMarked
package io.connectionmanager.spring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
