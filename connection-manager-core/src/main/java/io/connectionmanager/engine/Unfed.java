package io.connectionmanager.engine;

import org.jspecify.annotations.Nullable;

/**
 * An input that an error kept from being fed to the machine, and that is to be fed again.
 * Created in advance, because there may be no memory when it is needed.
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
