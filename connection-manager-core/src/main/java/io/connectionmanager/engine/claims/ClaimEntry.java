package io.connectionmanager.engine.claims;

/**
 * The value of a claim in the store, such as
 * {@code epoch=1795000000000 holder=pod-1/9f3c state=held}. Claims are never deleted, so
 * that tokens keep rising.
 *
 * @param epoch the fencing token of the latest grant
 * @param holder the member that has, or last had, the connection
 * @param held whether it has it
 */
record ClaimEntry(long epoch, String holder, boolean held) {

	String format() {
		return "epoch=%d holder=%s state=%s".formatted(this.epoch, this.holder, this.held ? "held" : "free");
	}

	/** What cannot be read counts as held by nobody that is known. */
	static ClaimEntry parse(String text) {
		Fields fields = Fields.parse(text);
		return new ClaimEntry(fields.number("epoch", 0), fields.text("holder", "?"),
				!fields.text("state", "held").equals("free"));
	}

	ClaimEntry free() {
		return new ClaimEntry(this.epoch, this.holder, false);
	}

	/**
	 * A token that is higher than all earlier ones, also after the clock was set back.
	 */
	static long nextEpoch(long previous, Moment now) {
		return Math.max(previous + 1, now.wall() / 1_000_000);
	}

}
