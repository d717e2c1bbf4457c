/**
 * What the engine may do under the Java memory model: outcomes that are acceptable, and
 * those that are forbidden.
 */
@NullMarked
package io.connectionmanager.engine.notify;

import org.jspecify.annotations.NullMarked;
