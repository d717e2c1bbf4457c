/**
 * Connections whose SSL bundle has been reloaded.
 */
@NullMarked
package io.connectionmanager.spring.ssl;

import org.jspecify.annotations.NullMarked;
