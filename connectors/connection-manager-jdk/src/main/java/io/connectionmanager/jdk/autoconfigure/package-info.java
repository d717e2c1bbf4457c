/**
 * Spring Boot auto-configuration of the connectors.
 */
@NullMarked
package io.connectionmanager.jdk.autoconfigure;

import org.jspecify.annotations.NullMarked;
