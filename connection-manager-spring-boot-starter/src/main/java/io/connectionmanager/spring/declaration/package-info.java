/**
 * From entries and connectors to bean definitions, and the reports of mistakes.
 */
@NullMarked
package io.connectionmanager.spring.declaration;

import org.jspecify.annotations.NullMarked;
