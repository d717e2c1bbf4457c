/**
 * The engine, not exported. This package is its shell: it feeds the
 * {@link io.connectionmanager.engine.machine.Machine machine}, carries out what that
 * decides, and runs attempts.
 */
@NullMarked
package io.connectionmanager.engine;

import org.jspecify.annotations.NullMarked;
