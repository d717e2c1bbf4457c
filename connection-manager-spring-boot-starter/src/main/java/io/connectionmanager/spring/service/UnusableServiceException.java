package io.connectionmanager.spring.service;

/**
 * Thrown when the peer of a connection cannot be determined.
 */
public final class UnusableServiceException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	UnusableServiceException(String reason, String action) {
		super(reason);
		this.action = action;
	}

	/**
	 * Returns what to do.
	 * @return the action
	 */
	public String action() {
		return this.action;
	}

}
