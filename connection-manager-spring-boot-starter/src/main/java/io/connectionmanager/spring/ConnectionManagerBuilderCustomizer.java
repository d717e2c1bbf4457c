package io.connectionmanager.spring;

import io.connectionmanager.ConnectionManager;

/**
 * Changes how a manager is built, after the properties have been applied to its builder.
 * Beans of this type are applied to each auto-configured manager, in their order.
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
