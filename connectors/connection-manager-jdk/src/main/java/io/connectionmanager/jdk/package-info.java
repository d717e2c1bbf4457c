/**
 * Ready-made connectors that need nothing but the JDK: TCP, WebSocket and server-sent
 * events.
 */
@NullMarked
package io.connectionmanager.jdk;

import org.jspecify.annotations.NullMarked;
