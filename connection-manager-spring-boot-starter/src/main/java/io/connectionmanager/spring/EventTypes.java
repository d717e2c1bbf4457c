package io.connectionmanager.spring;

import org.springframework.core.ResolvableType;

/**
 * Determines the full generic type of an event, by which listeners are selected.
 */
final class EventTypes {

	private EventTypes() {
	}

	// Listeners of every type would receive an event with an unresolvable type argument,
	// and fail with a ClassCastException.
	static ResolvableType of(Class<?> eventType, ResolvableType declared, Object connection) {
		ResolvableType argument = (declared.resolve() != null) ? declared
				: ResolvableType.forClass(connection.getClass());
		return ResolvableType.forClassWithGenerics(eventType, argument);
	}

}
