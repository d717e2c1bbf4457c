package io.connectionmanager.engine.machine;

/**
 * A connection that is being closed: its {@code close} has not returned.
 *
 * @param generation the attempt that opened it
 * @param called whether {@code close} has been called
 * @param calledAt when it was called, by the ticker, in nanoseconds
 */
record Closing(long generation, boolean called, long calledAt) {
}
