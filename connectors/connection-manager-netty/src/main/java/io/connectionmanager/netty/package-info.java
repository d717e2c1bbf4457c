/**
 * The ready-made connector for TCP with Netty, which needs no thread for a connection.
 */
@NullMarked
package io.connectionmanager.netty;

import org.jspecify.annotations.NullMarked;
