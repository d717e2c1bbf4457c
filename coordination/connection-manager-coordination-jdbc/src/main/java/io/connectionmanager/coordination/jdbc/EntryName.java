package io.connectionmanager.coordination.jdbc;

/**
 * A key of an entry, or the beginning of one, as the table has it: the group in a column
 * of its own.
 *
 * @param group the name of the group
 * @param rest what follows the first slash
 */
record EntryName(String group, String rest) implements Comparable<EntryName> {

	static EntryName of(String key) {
		int slash = key.indexOf('/');
		if (slash < 1) {
			throw new IllegalArgumentException(
					"'%s' does not begin with the name of a group and a slash".formatted(key));
		}
		return new EntryName(key.substring(0, slash), key.substring(slash + 1));
	}

	/** Returns the pattern of a LIKE whose escape character is the exclamation mark. */
	String pattern() {
		return this.rest.replaceAll("[!%_]", "!$0") + "%";
	}

	@Override
	public int compareTo(EntryName other) {
		int order = this.group.compareTo(other.group);
		return (order != 0) ? order : this.rest.compareTo(other.rest);
	}

}
