/**
 * Notification: subscriptions, listeners, and the log of outages.
 */
@NullMarked
package io.connectionmanager.engine.notify;

import org.jspecify.annotations.NullMarked;
