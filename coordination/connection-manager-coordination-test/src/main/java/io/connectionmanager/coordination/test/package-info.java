/**
 * The test kit for coordination stores: a
 * {@link io.connectionmanager.coordination.test.CoordinationStoreContract contract} that
 * each store passes against its real server.
 */
@NullMarked
package io.connectionmanager.coordination.test;

import org.jspecify.annotations.NullMarked;
