package io.connectionmanager.spring.autoconfigure;

import java.util.List;

/**
 * Is told of connections of which it is not clear which connector they have.
 */
interface Mistakes {

	/**
	 * Says nothing: what is missing may yet come.
	 */
	Mistakes IGNORE = new Mistakes() {

		@Override
		public void missingConnector(ConnectionEntry entry, List<String> connectors) {
		}

		@Override
		public void severalConnectors(String name, List<String> candidates) {
		}

	};

	/**
	 * An entry has no connector.
	 * @param entry the entry
	 * @param connectors the names of the connector beans that there are
	 */
	void missingConnector(ConnectionEntry entry, List<String> connectors);

	/**
	 * There are several connectors for one connection.
	 * @param name the name of the connection
	 * @param candidates the names of their beans
	 */
	void severalConnectors(String name, List<String> candidates);

}
