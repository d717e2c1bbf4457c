/**
 * A ready-made connector for Redis pub/sub, with Lettuce. Without Spring, use
 * {@link io.connectionmanager.redis.RedisPubSubConnector#builder()}.
 */
@NullMarked
package io.connectionmanager.redis;

import org.jspecify.annotations.NullMarked;
