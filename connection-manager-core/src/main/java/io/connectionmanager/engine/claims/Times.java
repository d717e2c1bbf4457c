package io.connectionmanager.engine.claims;

/**
 * Compares times of a ticker, which may begin anywhere.
 */
final class Times {

	private Times() {
	}

	static long earlier(long one, long other) {
		return (one - other < 0) ? one : other;
	}

	static long later(long one, long other) {
		return (one - other > 0) ? one : other;
	}

	/** Returns a time if it is in the future and earlier than another one. */
	static long earlierInFuture(long latest, long at, long now) {
		return (at - now > 0) ? earlier(latest, at) : latest;
	}

}
