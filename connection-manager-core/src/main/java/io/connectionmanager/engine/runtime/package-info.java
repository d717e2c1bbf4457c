/**
 * Threads, time, limits and the serial queue. Depends on nothing else in the engine.
 */
@NullMarked
package io.connectionmanager.engine.runtime;

import org.jspecify.annotations.NullMarked;
