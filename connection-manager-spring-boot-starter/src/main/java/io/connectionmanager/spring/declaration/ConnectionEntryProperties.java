package io.connectionmanager.spring.declaration;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Properties that have an entry for each connection, as this package needs them.
 *
 * @param <E> the type of entries
 */
public interface ConnectionEntryProperties<E> {

	/**
	 * Returns the entries.
	 * @return the entries by names, to be changed
	 */
	Map<String, E> getConnections();

	/**
	 * Returns the type of entries.
	 * @return the type, which has properties and a constructor without parameters
	 */
	Class<E> entryType();

	/**
	 * Returns what holds for a connection: what is set for it, then what is set for all,
	 * then the defaults.
	 * @param entry what is set for it, or {@code null} if it has no entry
	 * @return what holds for it
	 * @throws InvalidPropertyException if a value is invalid
	 */
	ResolvedConnection resolve(@Nullable E entry);

}
