package io.connectionmanager.connector;

import java.lang.reflect.Type;
import java.util.Set;

import io.connectionmanager.Connector;

/**
 * Creates the connectors of a protocol, which is identified by the scheme of a URL. Found
 * by {@link java.util.ServiceLoader}, or as a bean of a Spring application.
 * Implementations are thread-safe, cheap to create, and load nothing of their client
 * library before {@link #create(ConnectorContext)}, except for the
 * {@link #connectionType() type of the connection}.
 *
 * @param <C> the type of the connection
 */
public interface ConnectorFactory<C> {

	/**
	 * Returns the schemes of the URLs that this factory serves, in lower case.
	 * @return the schemes, such as {@code ws} and {@code wss}
	 */
	Set<String> schemes();

	/**
	 * Returns the type of the connection, including its type arguments.
	 * @return the type
	 */
	Type connectionType();

	/**
	 * Returns the names of the options that this factory understands, in lower case with
	 * dashes. Any other option of a connection is a mistake, and is reported before
	 * {@link #create(ConnectorContext)} is called.
	 * @return the names
	 */
	Set<String> options();

	/**
	 * Returns whether connections to URLs of a scheme use the SSL context of the
	 * connection. If not, configuring one is a mistake, which is reported before
	 * {@link #create(ConnectorContext)} is called. By default, they do unless this
	 * factory also serves the scheme with an {@code s} at the end, such as {@code wss}.
	 * @param scheme one of the {@link #schemes()}
	 * @return whether they use TLS, or may use it
	 */
	default boolean usesSslContext(String scheme) {
		return !schemes().contains(scheme + "s");
	}

	/**
	 * Creates the connector of one connection. Does not connect.
	 * @param context what the connection is configured with
	 * @return the connector
	 * @throws InvalidEndpointException if no attempt to connect to an endpoint can ever
	 * succeed
	 * @throws InvalidOptionException if an option has a value that cannot be used
	 * @throws MissingCollaboratorException if the application has to supply an object and
	 * does not
	 */
	Connector<C> create(ConnectorContext context);

}
