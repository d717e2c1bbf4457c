/**
 * What the person on call sees of connections, and can do to them.
 */
@NullMarked
package io.connectionmanager.spring.actuate;

import org.jspecify.annotations.NullMarked;
