/**
 * The front door: which table is measured by what.
 */
@NullMarked
package io.connectionmanager.benchmarks;

import org.jspecify.annotations.NullMarked;
