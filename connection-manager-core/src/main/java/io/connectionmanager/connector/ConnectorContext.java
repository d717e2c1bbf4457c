package io.connectionmanager.connector;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import io.connectionmanager.ConnectionRejectedException;

/**
 * What a connection is configured with, as its {@link ConnectorFactory} sees it.
 * Thread-safe.
 */
public interface ConnectorContext {

	/**
	 * Returns the name of the connection.
	 * @return the name
	 */
	String name();

	/**
	 * Returns the endpoints of the connection. A connector takes the endpoint of an
	 * attempt from the attempt; these are for checks before the first one.
	 * @return the endpoints, at least one
	 */
	List<URI> endpoints();

	/**
	 * Checks each endpoint in the way that an attempt does, so that a mistake is reported
	 * before the first attempt.
	 * @param check throws a {@link ConnectionRejectedException} if no attempt to connect
	 * to the endpoint can ever succeed
	 * @throws InvalidEndpointException with the message of the check
	 */
	default void checkEndpoints(Consumer<URI> check) {
		for (URI endpoint : endpoints()) {
			try {
				check.accept(endpoint);
			}
			catch (ConnectionRejectedException ex) {
				throw new InvalidEndpointException(name(), String.valueOf(ex.getMessage()));
			}
		}
	}

	/**
	 * Returns the options of the connection, by name.
	 * @return the options
	 * @see ConnectorOptions
	 */
	Map<String, String> options();

	/**
	 * Returns the current credentials. A connector calls this at each attempt.
	 * @return the credentials, or empty if none are configured apart from the URL
	 * @see Credentials#resolve(ConnectorContext, URI)
	 */
	Optional<Credentials> credentials();

	/**
	 * Returns the current SSL context. A connector calls this at each attempt.
	 * @return the SSL context, or empty for the default of the JVM
	 */
	Optional<SSLContext> sslContext();

	/**
	 * Returns an object that the application supplies, such as a listener: the one that
	 * is qualified by the name of the connection, or else the only one of its type.
	 * @param <T> the type of the object
	 * @param type the type of the object
	 * @return the object, or empty if there is none
	 */
	<T> Optional<T> collaborator(Class<T> type);

	/**
	 * Returns an object that the application must supply.
	 * @param <T> the type of the object
	 * @param type the type of the object
	 * @return the object
	 * @throws MissingCollaboratorException if there is none
	 */
	default <T> T requireCollaborator(Class<T> type) {
		return collaborator(type).orElseThrow(() -> new MissingCollaboratorException(name(), type));
	}

	/**
	 * Returns a builder, for use without Spring.
	 * @param name the name of the connection
	 * @param endpoints the endpoints, at least one
	 * @return the builder
	 */
	static Builder builder(String name, URI... endpoints) {
		return new SimpleConnectorContext.Builder(name, List.of(endpoints));
	}

	/**
	 * A builder of {@link ConnectorContext}. Not thread-safe.
	 */
	interface Builder {

		/**
		 * Sets an option.
		 * @param name the name of the option
		 * @param value the value
		 * @return this builder
		 */
		Builder option(String name, String value);

		/**
		 * Sets the supplier of credentials, which is asked at each attempt.
		 * @param credentials the supplier
		 * @return this builder
		 */
		Builder credentials(Supplier<Credentials> credentials);

		/**
		 * Sets the supplier of the SSL context, which is asked at each attempt.
		 * @param sslContext the supplier
		 * @return this builder
		 */
		Builder sslContext(Supplier<SSLContext> sslContext);

		/**
		 * Adds an object that the connector may ask for.
		 * @param collaborator the object
		 * @return this builder
		 */
		Builder collaborator(Object collaborator);

		/**
		 * Builds the context.
		 * @return the context
		 */
		ConnectorContext build();

	}

}
