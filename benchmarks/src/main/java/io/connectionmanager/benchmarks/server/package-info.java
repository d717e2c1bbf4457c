/**
 * The server that clients connect to, in a process of its own: it cuts, refuses and
 * counts.
 */
@NullMarked
package io.connectionmanager.benchmarks.server;

import org.jspecify.annotations.NullMarked;
