/**
 * What the starter adds to the start and to the heap of a Spring Boot application.
 */
@NullMarked
package io.connectionmanager.benchmarks.starter;

import org.jspecify.annotations.NullMarked;
