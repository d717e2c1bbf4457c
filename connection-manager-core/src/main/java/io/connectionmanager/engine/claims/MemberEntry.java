package io.connectionmanager.engine.claims;

/**
 * The value of a member in the store, such as
 * {@code renewals=1741 lease=15000ms weight=1 state=up}.
 *
 * @param renewals how often the member has renewed its lease
 * @param leaseMillis how long others wait before they declare it dead, in milliseconds
 * @param weight its share in relation to other members
 * @param leaving whether it is about to leave
 */
record MemberEntry(long renewals, long leaseMillis, int weight, boolean leaving) {

	private static final String UNIT = "ms";

	String format() {
		return "renewals=%d lease=%d%s weight=%d state=%s".formatted(this.renewals, this.leaseMillis, UNIT, this.weight,
				this.leaving ? "leaving" : "up");
	}

	/**
	 * Reads an entry. What cannot be read is assumed to be cautious: a long lease.
	 * @param text the value
	 * @param leaseMillis the lease to assume
	 */
	static MemberEntry parse(String text, long leaseMillis) {
		Fields fields = Fields.parse(text);
		String lease = fields.text("lease", "");
		long millis = leaseMillis;
		if (lease.endsWith(UNIT)) {
			Fields amount = Fields.parse("lease=" + lease.substring(0, lease.length() - UNIT.length()));
			millis = amount.number("lease", leaseMillis);
		}
		int weight = (int) Math.max(1, Math.min(fields.number("weight", 1), 1_000));
		return new MemberEntry(fields.number("renewals", 0), Math.max(millis, 1), weight,
				fields.text("state", "up").equals("leaving"));
	}

	long leaseNanos() {
		return Math.multiplyExact(Math.min(this.leaseMillis, 365L * 86_400_000), 1_000_000L);
	}

}
