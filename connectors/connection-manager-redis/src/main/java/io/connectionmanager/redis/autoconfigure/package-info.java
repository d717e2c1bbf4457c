/**
 * Auto-configuration of the Redis connector.
 */
@NullMarked
package io.connectionmanager.redis.autoconfigure;

import org.jspecify.annotations.NullMarked;
