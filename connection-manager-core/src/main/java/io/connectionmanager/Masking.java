package io.connectionmanager;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * Takes secrets out of text that people get to see: the user-info of a URI, and what is
 * written like {@code password=...}.
 */
public final class Masking {

	private static final String MASK = "******";

	private static final Pattern USER_INFO = Pattern.compile("(?<=\\w://)[^\\s/?#]*(?=@)");

	private static final Pattern ASSIGNMENT = Pattern.compile(
			"(?i)((?:password|passwd|pwd|secret|token|api[-_]?key)\"?\\s*[=:]\\s*)(\"[^\"]*\"|'[^']*'|[^\\s,;&)\\]}]+)");

	private Masking() {
	}

	/**
	 * Masks what looks like a secret.
	 * @param text any text
	 * @return the text without its secrets
	 */
	public static String mask(String text) {
		String masked = text.contains("@") ? USER_INFO.matcher(text).replaceAll(MASK) : text;
		return ASSIGNMENT.matcher(masked).replaceAll("$1" + MASK);
	}

	/**
	 * Returns a URI as text that may be shown.
	 * @param uri the URI
	 * @return its text without user-info and passwords
	 */
	public static String mask(URI uri) {
		return mask(uri.toString());
	}

	/**
	 * Returns a failure in one line that may be shown: its type and message.
	 * @param failure the failure
	 * @return the simple name of its type and, if it has one, its masked message
	 */
	public static String describe(Throwable failure) {
		String type = failure.getClass().getSimpleName();
		String message = failure.getMessage();
		return (message != null) ? type + ": " + mask(message) : type;
	}

}
