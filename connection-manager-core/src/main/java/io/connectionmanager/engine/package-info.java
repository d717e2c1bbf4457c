/**
 * The engine, not exported. The {@link io.connectionmanager.engine.Machine machine} is a
 * pure function that decides; the {@link io.connectionmanager.engine.ManagedConnection
 * shell} feeds it, one input at a time, and carries out what it decided.
 */
@NullMarked
package io.connectionmanager.engine;

import org.jspecify.annotations.NullMarked;
