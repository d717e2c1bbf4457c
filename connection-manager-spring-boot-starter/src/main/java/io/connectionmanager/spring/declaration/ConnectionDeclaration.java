package io.connectionmanager.spring.declaration;

import org.jspecify.annotations.Nullable;

/**
 * A connection for which a manager bean is declared.
 *
 * @param name the name of the connection
 * @param source where its connector comes from
 */
record ConnectionDeclaration(String name, ConnectorSource source) {

	static final String MANAGER_SUFFIX = "ConnectionManager";

	// Written out: every start compares declarations, and what the compiler derives is
	// generated when it is first called.
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ConnectionDeclaration that && this.name.equals(that.name)
				&& this.source.equals(that.source);
	}

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
