/**
 * The SPI for exclusive connections: where replicas agree on which of them holds a
 * connection.
 */
@NullMarked
package io.connectionmanager.coordination;

import org.jspecify.annotations.NullMarked;
