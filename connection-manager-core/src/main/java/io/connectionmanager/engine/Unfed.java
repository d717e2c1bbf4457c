package io.connectionmanager.engine;

import org.jspecify.annotations.Nullable;

/**
 * What could not be fed to the machine, because there was an error, and is to be fed
 * again. Made beforehand: when it is needed there may be no memory for it.
 */
final class Unfed {

	private final Runnable feedAgain;

	/** Belongs to the list that this is in. */
	@Nullable Unfed next;

	Unfed(Runnable feedAgain) {
		this.feedAgain = feedAgain;
	}

	void feedAgain() {
		this.feedAgain.run();
	}

}
