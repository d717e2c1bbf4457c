/**
 * Properties of connections, and the wiring that makes beans of them.
 */
@NullMarked
package io.connectionmanager.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
