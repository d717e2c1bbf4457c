/**
 * Auto-configuration of the RabbitMQ connector.
 */
@NullMarked
package io.connectionmanager.rabbitmq.autoconfigure;

import org.jspecify.annotations.NullMarked;
