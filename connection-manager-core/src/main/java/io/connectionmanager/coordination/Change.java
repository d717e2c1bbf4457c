package io.connectionmanager.coordination;

/**
 * A change of one entry, which is made only if the entry is as expected.
 */
public sealed interface Change {

	/**
	 * Returns the key of the entry.
	 * @return the key
	 */
	String key();

	/**
	 * Creates an entry, unless there is one.
	 *
	 * @param key the key
	 * @param value the value
	 */
	record Create(String key, String value) implements Change {
	}

	/**
	 * Replaces the value of an entry that has the expected version.
	 *
	 * @param key the key
	 * @param expectedVersion the version
	 * @param value the new value
	 */
	record Replace(String key, long expectedVersion, String value) implements Change {
	}

	/**
	 * Deletes an entry that has the expected version. An entry that is created under the
	 * same key afterwards must not get a version that an earlier one had.
	 *
	 * @param key the key
	 * @param expectedVersion the version
	 */
	record Delete(String key, long expectedVersion) implements Change {
	}

}
