/**
 * What an application names: the events of a connection, and the annotations that tell a
 * bean when its connection comes and goes.
 */
@NullMarked
package io.connectionmanager.spring;

import org.jspecify.annotations.NullMarked;
