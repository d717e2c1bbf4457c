package io.connectionmanager.spring.subscriber;

import io.connectionmanager.ConnectionSubscriber;

import org.springframework.core.ResolvableType;

/**
 * A bean that is a subscriber as a whole.
 *
 * @param subscriber the bean
 * @param connectionName the name of the connection, or empty if the type decides
 * @param connectionType the type of connection that it takes, or
 * {@link ResolvableType#NONE} if that cannot be resolved
 */
record AnnotatedSubscriber(ConnectionSubscriber<Object> subscriber, String connectionName,
		ResolvableType connectionType) {

}
