/**
 * Connections to containers of Testcontainers and Docker Compose.
 */
@NullMarked
package io.connectionmanager.spring.container;

import org.jspecify.annotations.NullMarked;
