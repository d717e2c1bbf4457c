package io.connectionmanager.coordination;

/**
 * A request to be notified of changes, until it is closed.
 *
 * @see CoordinationStore#watch
 */
@FunctionalInterface
public interface Watch extends AutoCloseable {

	/**
	 * Returns a watch that never notifies, for stores that cannot.
	 * @return the watch, always the same object
	 */
	static Watch none() {
		return NoWatch.INSTANCE;
	}

	/**
	 * Ends the notifications. Does not block.
	 */
	@Override
	void close();

}
