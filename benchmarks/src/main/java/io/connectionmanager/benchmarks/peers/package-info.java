/**
 * Libraries and hand-written loops that keep a connection, behind one small interface.
 */
@NullMarked
package io.connectionmanager.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
