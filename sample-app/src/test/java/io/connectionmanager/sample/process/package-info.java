/**
 * The sample as a process of its own, started from its classes, ahead of time or as a
 * native image, and ended by a signal.
 */
@NullMarked
package io.connectionmanager.sample.process;

import org.jspecify.annotations.NullMarked;
