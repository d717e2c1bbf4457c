/**
 * Auto-configuration of the JDK connectors.
 */
@NullMarked
package io.connectionmanager.jdk.autoconfigure;

import org.jspecify.annotations.NullMarked;
