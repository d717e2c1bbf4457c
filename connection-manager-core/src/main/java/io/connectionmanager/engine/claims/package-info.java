/**
 * Decides which connections this replica may hold. Pure: no I/O, clock, lock or thread.
 * Depends on nothing else in the engine.
 */
@NullMarked
package io.connectionmanager.engine.claims;

import org.jspecify.annotations.NullMarked;
