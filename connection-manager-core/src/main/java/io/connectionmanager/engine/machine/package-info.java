/**
 * Decides. The {@link io.connectionmanager.engine.machine.Machine machine} is a pure
 * function from a state, an input and the time to the next state and effects: it does no
 * I/O, reads no clock, takes no lock and starts no thread. It depends on nothing else in
 * the engine.
 */
@NullMarked
package io.connectionmanager.engine.machine;

import org.jspecify.annotations.NullMarked;
