/**
 * A {@link io.connectionmanager.coordination.CoordinationStore} in a table of a
 * relational database.
 */
@NullMarked
package io.connectionmanager.coordination.jdbc;

import org.jspecify.annotations.NullMarked;
