/**
 * The member of a group: asks the store, keeps the lease, and tells managers of exclusive
 * connections what they may do. Depends on {@code engine.claims} and
 * {@code engine.runtime}, and on nothing else in the engine.
 */
@NullMarked
package io.connectionmanager.engine.exclusive;

import org.jspecify.annotations.NullMarked;
