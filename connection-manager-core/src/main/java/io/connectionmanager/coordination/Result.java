package io.connectionmanager.coordination;

/**
 * The result of a {@link Change}.
 */
public sealed interface Result {

	/**
	 * The change was made.
	 *
	 * @param version the version of the entry now; for a deletion, the one that was
	 * deleted
	 */
	record Done(long version) implements Result {
	}

	/**
	 * The change was not made, because the entry was not as expected.
	 */
	record Conflict() implements Result {
	}

}
