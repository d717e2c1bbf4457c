package io.connectionmanager.spring.declaration;

/**
 * A connection for which a manager bean is declared.
 *
 * @param name the name of the connection
 * @param source where its connector comes from
 */
record ConnectionDeclaration(String name, ConnectorSource source) {

	static final String MANAGER_SUFFIX = "ConnectionManager";

	String managerBeanName() {
		return alias() + MANAGER_SUFFIX;
	}

	/**
	 * Returns the name of a parameter or field that the manager is injected into.
	 * @return the connection's name in camel case
	 */
	String alias() {
		return ConnectionName.camelCase(this.name);
	}

}
