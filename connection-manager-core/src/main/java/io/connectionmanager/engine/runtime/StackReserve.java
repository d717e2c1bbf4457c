package io.connectionmanager.engine.runtime;

/**
 * A check that enough stack is left before a data structure of the JDK is changed. A
 * thread may signal from the end of its stack. An executor that ran out of stack half-way
 * would forever count a thread that it has not started, so the overflow has to happen
 * first.
 */
final class StackReserve {

	/** A few kilobytes in total, compiled or interpreted. */
	private static final int FRAMES = 40;

	private StackReserve() {
	}

	/**
	 * Touches the stack that will be needed.
	 * @throws StackOverflowError if too little is left; nothing has been changed then
	 */
	static void require() {
		dive(FRAMES, 1, 2, 3, 4, 5, 6, 7, 8, 9);
	}

	/** Its parameters make its frames large. */
	private static long dive(int frames, long a, long b, long c, long d, long e, long f, long g, long h, long i) {
		if (frames == 0) {
			return 0;
		}
		return dive(frames - 1, i, a, b, c, d, e, f, g, h) + a + b + c + d + e + f + g + h + i;
	}

}
