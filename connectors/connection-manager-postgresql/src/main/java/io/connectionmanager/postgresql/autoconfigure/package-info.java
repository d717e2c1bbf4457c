/**
 * Auto-configuration of the PostgreSQL connector.
 */
@NullMarked
package io.connectionmanager.postgresql.autoconfigure;

import org.jspecify.annotations.NullMarked;
