package io.connectionmanager.spring.declaration;

/**
 * A connection that is to have a manager bean.
 *
 * @param name the name of the connection
 * @param connectorBeanName the name of its connector bean
 */
record ConnectionDeclaration(String name, String connectorBeanName) {

	static final String MANAGER_SUFFIX = "ConnectionManager";

	String managerBeanName() {
		return alias() + MANAGER_SUFFIX;
	}

	/**
	 * Returns the name under which a parameter or a field finds the manager too.
	 * @return the connection's name in camel case
	 */
	String alias() {
		return ConnectionName.camelCase(this.name);
	}

}
