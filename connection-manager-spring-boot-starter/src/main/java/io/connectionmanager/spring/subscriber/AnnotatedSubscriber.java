package io.connectionmanager.spring.subscriber;

import io.connectionmanager.ConnectionSubscriber;

import org.springframework.core.ResolvableType;

/**
 * A bean that is a subscriber itself.
 *
 * @param subscriber the bean
 * @param connectionName the name of the connection, or empty to select it by type
 * @param connectionType the type of connection that it takes, or
 * {@link ResolvableType#NONE} if it cannot be resolved
 */
record AnnotatedSubscriber(ConnectionSubscriber<Object> subscriber, String connectionName,
		ResolvableType connectionType) {

}
