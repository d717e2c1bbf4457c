package io.connectionmanager;

/**
 * The replica that holds an exclusive connection.
 *
 * @param memberId the name of the replica, such as {@code pod-1}
 * @param incarnation identifies the process among those with the same name
 * @param token the fencing token of its claim: higher than that of every earlier holder
 * @param self whether it is this replica
 */
public record ClaimHolder(String memberId, String incarnation, long token, boolean self) {

	/**
	 * Returns the name of the replica, for display.
	 */
	@Override
	public String toString() {
		return this.memberId;
	}

}
