/**
 * Reconnecting when an SSL bundle is reloaded.
 */
@NullMarked
package io.connectionmanager.spring.ssl;

import org.jspecify.annotations.NullMarked;
