/**
 * What JMH measures: reads, telling subscribers, and the engine alone in virtual time.
 */
@NullMarked
package io.connectionmanager.benchmarks.hotpath;

import org.jspecify.annotations.NullMarked;
