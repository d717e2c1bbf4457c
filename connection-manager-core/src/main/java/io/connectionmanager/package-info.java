/**
 * The public API: a {@link io.connectionmanager.ConnectionManager} keeps one named
 * connection alive through a {@link io.connectionmanager.Connector} and notifies its
 * {@link io.connectionmanager.ConnectionSubscriber subscribers} when it comes and goes.
 */
@NullMarked
package io.connectionmanager;

import org.jspecify.annotations.NullMarked;
