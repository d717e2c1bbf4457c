package io.connectionmanager.coordination;

/** A watch that never notifies. */
enum NoWatch implements Watch {

	INSTANCE;

	@Override
	public void close() {
		// There is nothing to end.
	}

}
