/**
 * Bean definitions from entries and connectors, and reports of mistakes.
 */
@NullMarked
package io.connectionmanager.spring.declaration;

import org.jspecify.annotations.NullMarked;
