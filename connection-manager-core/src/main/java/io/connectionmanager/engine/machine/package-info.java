/**
 * The deciding part of the engine. The {@link io.connectionmanager.engine.machine.Machine
 * machine} is a pure function from a state, an input and the time to the next state and
 * its effects: it performs no I/O, reads no clock, takes no lock and starts no thread.
 * Depends on nothing else in the engine.
 */
@NullMarked
package io.connectionmanager.engine.machine;

import org.jspecify.annotations.NullMarked;
