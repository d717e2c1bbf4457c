/**
 * The ready-made connector for NATS, with the client jnats.
 */
@NullMarked
package io.connectionmanager.nats;

import org.jspecify.annotations.NullMarked;
