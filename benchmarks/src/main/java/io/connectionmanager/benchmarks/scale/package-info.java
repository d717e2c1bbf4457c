/**
 * What is measured with real sockets and processes: latency, thousands of connections,
 * the herd, and running out of descriptors.
 */
@NullMarked
package io.connectionmanager.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
