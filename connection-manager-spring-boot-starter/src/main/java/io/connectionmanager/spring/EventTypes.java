package io.connectionmanager.spring;

import org.springframework.core.ResolvableType;

/**
 * Decides the full generic type of an event, by which listeners are chosen.
 */
final class EventTypes {

	private EventTypes() {
	}

	// An event whose type argument is unresolvable would be heard by the listeners of
	// every
	// type, so that they would fail with a ClassCastException.
	static ResolvableType of(Class<?> eventType, ResolvableType declared, Object connection) {
		ResolvableType argument = (declared.resolve() != null) ? declared
				: ResolvableType.forClass(connection.getClass());
		return ResolvableType.forClassWithGenerics(eventType, argument);
	}

}
