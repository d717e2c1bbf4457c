package io.connectionmanager.engine.runtime;

/**
 * Stack that must be left before a structure of the JDK is changed. A thread may signal
 * from the bottom of its stack, and an executor that runs out of it half-way counts a
 * thread that it has not started, for good. So it runs out before.
 */
final class StackReserve {

	/** Together a few kilobytes, compiled or interpreted. */
	private static final int FRAMES = 40;

	private StackReserve() {
	}

	/**
	 * Touches the stack that is needed.
	 * @throws StackOverflowError if there is too little; then nothing has been changed
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
