/**
 * Auto-configuration of the store in a table.
 */
@NullMarked
package io.connectionmanager.coordination.jdbc.autoconfigure;

import org.jspecify.annotations.NullMarked;
