/**
 * What an application writes to keep connections with the starter: a
 * {@link io.connectionmanager.sample.PriceFeedConnector connector}, and beans that use
 * the connections.
 */
@NullMarked
package io.connectionmanager.sample;

import org.jspecify.annotations.NullMarked;
