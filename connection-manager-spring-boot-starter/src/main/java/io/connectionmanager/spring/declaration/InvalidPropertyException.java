package io.connectionmanager.spring.declaration;

import java.util.List;

/**
 * A property of a connection has an invalid value, or several do not go together.
 */
public final class InvalidPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<String> paths;

	private final String action;

	/**
	 * Creates the exception.
	 * @param reason what is wrong, without any secret
	 * @param action what to do
	 * @param paths the names of the properties, below the entry of the connection
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
