package io.connectionmanager.engine.claims;

import java.nio.charset.StandardCharsets;

/**
 * How many connections a member may hold, and which ones it prefers.
 */
final class Shares {

	private static final long FNV_OFFSET = 0xcbf29ce484222325L;

	private static final long FNV_PRIME = 0x100000001b3L;

	private Shares() {
	}

	/** The share of a member, rounded up. */
	static int cap(int total, int weight, long weights) {
		return (int) Math.min(total, ((long) total * weight + weights - 1) / Math.max(weights, 1));
	}

	/** Whether a member holds more than its share by more than 5 %. */
	static boolean isOver(int held, int cap) {
		return held > cap && held * 100L > cap * 105L;
	}

	/**
	 * The rendezvous score of a member for a connection. It differs from member to
	 * member, so that they do not race for the same connections.
	 */
	static long score(String memberId, String connection) {
		long hash = FNV_OFFSET;
		for (byte next : (memberId + '\n' + connection).getBytes(StandardCharsets.UTF_8)) {
			hash = (hash ^ (next & 0xff)) * FNV_PRIME;
		}
		// The finalizer of MurmurHash3: FNV alone spreads the last characters badly.
		hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
		hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
		return hash ^ (hash >>> 33);
	}

}
