package io.connectionmanager.coordination.zookeeper;

import java.util.Optional;

/**
 * A node whose children are entries: {@code <root>/orders/claim}, or
 * {@code <root>/orders} for keys of two segments. What follows in a key is the name of
 * the child, with {@code |} for {@code /}, and with the number of the creation:
 * {@code market-feed#17}.
 *
 * @param path the path of the node
 * @param prefix the keys of all entries in it begin with this
 */
record Folder(String path, String prefix) {

	private static final int CHANGES_BITS = 32;

	static Folder ofGroup(String root, String key) {
		String group = key.substring(0, requireSlash(key));
		return new Folder(root + "/" + group, group + "/");
	}

	static Folder of(String root, String key) {
		Folder group = ofGroup(root, key);
		int slash = key.indexOf('/', group.prefix.length());
		return (slash < 0) ? group : group.folder(key.substring(group.prefix.length(), slash));
	}

	private static int requireSlash(String key) {
		int slash = key.indexOf('/');
		if (slash < 1) {
			throw new IllegalArgumentException(
					"'%s' does not begin with the name of a group and a slash".formatted(key));
		}
		return slash;
	}

	Folder folder(String name) {
		return new Folder(this.path + "/" + name, this.prefix + name + "/");
	}

	/** Returns the path of an entry. */
	String path(String key, int creation) {
		String name = key.substring(this.prefix.length());
		if (name.indexOf('|') >= 0 || name.indexOf('#') >= 0) {
			throw new IllegalArgumentException("'%s' has a character that keys do not have".formatted(key));
		}
		return this.path + "/" + name.replace('/', '|') + "#" + creation;
	}

	/** Returns the path of the entry that has a version. */
	String path(String key, long version) {
		return path(key, (int) (version >> CHANGES_BITS));
	}

	/** Returns the key of a child, or nothing if it is a folder. */
	Optional<String> key(String child) {
		int end = child.lastIndexOf('#');
		return (end < 0) ? Optional.empty() : Optional.of(this.prefix + child.substring(0, end).replace('|', '/'));
	}

	/** Returns the version of an entry: its creation, and the changes since. */
	static long version(String path, int changes) {
		return version(Integer.parseInt(path.substring(path.lastIndexOf('#') + 1)), changes);
	}

	static long version(int creation, int changes) {
		return ((long) creation << CHANGES_BITS) | changes;
	}

	/** Returns how often the entry was changed since its creation. */
	static int changes(long version) {
		return (int) version;
	}

}
