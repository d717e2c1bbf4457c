package io.connectionmanager.spring.declaration;

import java.util.List;

/**
 * Thrown when a property of a connection has an invalid value, or several contradict each
 * other.
 */
public final class InvalidPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<String> paths;

	private final String action;

	/**
	 * Creates the exception.
	 * @param reason what is wrong, without secrets
	 * @param action what to do
	 * @param paths the names of the properties, relative to the connection
	 */
	InvalidPropertyException(String reason, String action, String... paths) {
		super(reason);
		this.action = action;
		this.paths = List.of(paths);
	}

	List<String> paths() {
		return this.paths;
	}

	String action() {
		return this.action;
	}

}
