package io.connectionmanager.engine.claims;

import java.util.List;

/**
 * Decides whatever a replica cannot: what becomes of its calls, and how long something
 * takes.
 */
interface Fate {

	/** Returns how far ahead the ticker of the next replica is, in nanoseconds. */
	long tickerOffset();

	/** Returns what becomes of the next call. */
	Call call(double faults);

	/** Returns how long a request or an answer is on its way, in nanoseconds. */
	long delay();

	/** Returns how long a late request is on its way, in nanoseconds. */
	long lateness();

	/** Returns how long a hint is on its way, in nanoseconds. */
	long hintDelay();

	/** Returns how long an opening takes, in nanoseconds. */
	long openingTime();

	/** Returns how long a close takes, in nanoseconds. */
	long closingTime();

	/** Puts what had waited for the end of a freeze into some order. */
	void reorder(List<?> actions);

	/** What becomes of a call. */
	enum Call {

		ANSWERED, REQUEST_LOST, ANSWER_LOST, LATE

	}

}
