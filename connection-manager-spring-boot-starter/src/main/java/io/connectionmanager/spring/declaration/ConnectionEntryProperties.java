package io.connectionmanager.spring.declaration;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Properties with an entry for each connection.
 *
 * @param <E> the type of entries
 */
public interface ConnectionEntryProperties<E> {

	/**
	 * Returns the entries.
	 * @return the entries by name, which may be modified
	 */
	Map<String, E> getConnections();

	/**
	 * Returns the type of entries.
	 * @return the type, which has a default constructor
	 */
	Class<E> entryType();

	/**
	 * Resolves the properties of a connection: those of its entry take precedence over
	 * those for all connections, and those over the defaults.
	 * @param entry the entry of the connection, or {@code null} if it has none
	 * @param urls the parser of its URLs
	 * @return the resolved connection
	 * @throws InvalidPropertyException if a value is invalid
	 */
	ResolvedConnection resolve(@Nullable E entry, ConnectionUrls urls);

}
