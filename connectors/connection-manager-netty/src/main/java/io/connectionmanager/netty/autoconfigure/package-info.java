/**
 * Auto-configuration of the Netty connector.
 */
@NullMarked
package io.connectionmanager.netty.autoconfigure;

import org.jspecify.annotations.NullMarked;
