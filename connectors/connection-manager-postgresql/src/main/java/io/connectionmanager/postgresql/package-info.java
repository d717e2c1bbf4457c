/**
 * A ready-made connector for {@code LISTEN} and {@code NOTIFY} of PostgreSQL:
 * {@link io.connectionmanager.postgresql.PostgresConnector}.
 */
@NullMarked
package io.connectionmanager.postgresql;

import org.jspecify.annotations.NullMarked;
