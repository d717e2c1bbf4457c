/**
 * Auto-configuration and configuration properties of connections.
 */
@NullMarked
package io.connectionmanager.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
