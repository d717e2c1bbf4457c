/**
 * The usual ways to keep a connection without this library, and what faults make of them.
 */
@NullMarked
package io.connectionmanager.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
