/**
 * Tables and plots of what was measured.
 */
@NullMarked
package io.connectionmanager.benchmarks.report;

import org.jspecify.annotations.NullMarked;
