/**
 * How much heap a manager takes, and which object takes it.
 */
@NullMarked
package io.connectionmanager.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
