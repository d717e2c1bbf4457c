/**
 * The sockets of a connection attempt. Its types are public only because the JDBC driver
 * creates them by name; they are not meant for applications.
 */
@NullMarked
package io.connectionmanager.postgresql.internal;

import org.jspecify.annotations.NullMarked;
