/**
 * The other end of the sample's connections: a price server inside the same process, with
 * an HTTP operation that breaks it on purpose. An application has nothing like it.
 */
@NullMarked
package io.connectionmanager.sample.server;

import org.jspecify.annotations.NullMarked;
