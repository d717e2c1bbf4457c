/**
 * A ready-made connector for RabbitMQ:
 * {@link io.connectionmanager.rabbitmq.RabbitConnector}.
 */
@NullMarked
package io.connectionmanager.rabbitmq;

import org.jspecify.annotations.NullMarked;
