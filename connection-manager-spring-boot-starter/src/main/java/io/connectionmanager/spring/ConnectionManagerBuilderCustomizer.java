package io.connectionmanager.spring;

import io.connectionmanager.ConnectionManager;

/**
 * Customizes the builder of a manager, after the properties have been applied. Beans of
 * this type are applied in order to each auto-configured manager.
 */
@FunctionalInterface
public interface ConnectionManagerBuilderCustomizer {

	/**
	 * Customizes the builder of a manager.
	 * @param name the name of the connection
	 * @param builder the builder
	 */
	void customize(String name, ConnectionManager.Builder<?> builder);

}
