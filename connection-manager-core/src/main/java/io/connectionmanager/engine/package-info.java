/**
 * The shell of the engine, which is not exported. It feeds the
 * {@link io.connectionmanager.engine.machine.Machine machine}, carries out its decisions,
 * and runs attempts.
 */
@NullMarked
package io.connectionmanager.engine;

import org.jspecify.annotations.NullMarked;
