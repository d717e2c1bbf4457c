package io.connectionmanager.coordination;

/**
 * An entry of a {@link CoordinationStore}.
 *
 * @param key the key
 * @param version the version, which grows with each change of the entry
 * @param value the value
 */
public record Entry(String key, long version, String value) {

}
