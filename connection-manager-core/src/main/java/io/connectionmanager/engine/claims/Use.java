package io.connectionmanager.engine.claims;

/**
 * What a manager does with its claim.
 *
 * @param wanted whether it wants the connection
 * @param token the token that it has accepted and not given back; 0 if there is none
 * @param mayBeOpen whether a connection may be open
 * @param outageSince when the ongoing outage began, by the ticker; meaningful only if
 * {@code outage}
 * @param outage whether there is one
 */
public record Use(boolean wanted, long token, boolean mayBeOpen, boolean outage, long outageSince) {

	/** A manager that does not want the connection. */
	public static final Use NONE = new Use(false, 0, false, false, 0);

	/** Whether nothing is open, and nothing may be opened any more. */
	boolean isOver() {
		return this.token == 0 && !this.mayBeOpen;
	}

}
