package io.connectionmanager.spring.declaration;

import io.connectionmanager.connector.ConnectorFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection gets its connector from.
 */
sealed interface ConnectorSource {

	/**
	 * A bean.
	 *
	 * @param name the name of the bean
	 */
	record Bean(String name) implements ConnectorSource {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Bean that && this.name.equals(that.name);
		}

		@Override
		public String toString() {
			return "the connector '" + this.name + "'";
		}

	}

	/**
	 * The factory that serves the URL of connection details. These beans do not exist
	 * when connections are declared, so neither the scheme nor the type of the connection
	 * is known until the connection is created.
	 */
	record Details() implements ConnectorSource {

		@Override
		public String toString() {
			return "the ready-made connector for its connection details";
		}

	}

	/**
	 * A factory of ready-made connectors.
	 *
	 * @param factory the factory
	 * @param scheme the scheme that selected it
	 */
	record ReadyMade(ConnectorFactory<?> factory, String scheme) implements ConnectorSource {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof ReadyMade that && this.factory.equals(that.factory)
					&& this.scheme.equals(that.scheme);
		}

		@Override
		public String toString() {
			return "the ready-made connector for '" + this.scheme + "'";
		}

	}

}
