/**
 * Events of connections, annotations that subscribe beans to connections, and extension
 * points.
 */
@NullMarked
package io.connectionmanager.spring;

import org.jspecify.annotations.NullMarked;
