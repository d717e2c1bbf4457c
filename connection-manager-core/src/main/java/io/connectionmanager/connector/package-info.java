/**
 * The SPI for ready-made connectors, which are selected by the scheme of a URL. A module
 * implements {@link io.connectionmanager.connector.ConnectorFactory} and names it in
 * {@code META-INF/services}.
 */
@NullMarked
package io.connectionmanager.connector;

import org.jspecify.annotations.NullMarked;
