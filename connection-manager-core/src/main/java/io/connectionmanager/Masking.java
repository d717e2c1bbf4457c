package io.connectionmanager;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A filter that removes secrets from displayed text: the user-info of a URI, assignments
 * such as {@code password=...}, options such as {@code --password ...}, tokens such as
 * {@code Bearer ...}, private keys, and known user names and passwords, wherever they
 * occur. It hides too much rather than too little. Immutable and thread-safe.
 */
public final class Masking {

	static final String MASK = "******";

	/** The maximum length of text that is examined: a peer may send any amount. */
	private static final int LONGEST = 8_192;

	/** A shorter name may be part of any word, and is masked only as a whole word. */
	private static final int SHORT = 4;

	private static final Masking STANDARD = new Masking(List.of(), List.of());

	static {
		// Load the class now: the failure to log may be that no file can be opened.
		MaskedFailure.of(new IllegalStateException(), STANDARD);
	}

	private final List<String> names;

	private final List<String> passwords;

	private final Optional<Pattern> namesAndPasswords;

	private final Optional<Pattern> passwordsAlone;

	private Masking(List<String> names, List<String> passwords) {
		this.names = names;
		this.passwords = passwords;
		this.namesAndPasswords = anyOf(Stream.concat(names.stream().map(Masking::asWritten), quoted(passwords)));
		this.passwordsAlone = anyOf(quoted(passwords));
	}

	private static Stream<String> quoted(List<String> texts) {
		return texts.stream().map(Pattern::quote);
	}

	private static String asWritten(String name) {
		String quoted = Pattern.quote(name);
		return (name.length() < SHORT) ? "(?<![\\p{L}\\p{Nd}])" + quoted + "(?![\\p{L}\\p{Nd}])" : quoted;
	}

	// Longer texts first: one may contain another.
	private static Optional<Pattern> anyOf(Stream<String> alternatives) {
		List<String> longestFirst = alternatives.distinct()
			.sorted(Comparator.comparing(String::length).reversed())
			.toList();
		return longestFirst.isEmpty() ? Optional.empty()
				: Optional.of(Pattern.compile(longestFirst.stream().collect(Collectors.joining("|"))));
	}

	/**
	 * Returns the masking of text that looks like a secret, without any known
	 * credentials.
	 * @return the masking
	 */
	public static Masking standard() {
		return STANDARD;
	}

	/**
	 * Returns a masking that removes everything that this one removes, and the
	 * credentials of a connection.
	 * @param name the user, or {@code null}
	 * @param password the password, or {@code null}
	 * @return the masking
	 */
	public Masking withCredentials(@Nullable String name, @Nullable String password) {
		List<String> names = with(this.names, name);
		List<String> passwords = with(this.passwords, password);
		return (names == this.names && passwords == this.passwords) ? this : new Masking(names, passwords);
	}

	/**
	 * Returns a masking that removes everything that this one removes, and the secrets of
	 * a URI: its user-info, and passwords and tokens among its parameters, both as
	 * written and decoded.
	 * @param uri the URI, with or without secrets
	 * @return the masking
	 */
	public Masking withSecretsOf(URI uri) {
		Masking masking = this;
		for (String userInfo : UrlSecrets.userInfo(uri)) {
			masking = masking.withUserInfo(userInfo);
		}
		for (String parameter : UrlSecrets.parameters(uri)) {
			masking = masking.withCredentials(null, parameter);
		}
		return masking;
	}

	private Masking withUserInfo(String userInfo) {
		int colon = userInfo.indexOf(':');
		return (colon < 0) ? withCredentials(userInfo, null)
				: withCredentials(userInfo.substring(0, colon), userInfo.substring(colon + 1));
	}

	/**
	 * Returns a masking that removes everything that this one or another one removes.
	 * @param other the other masking
	 * @return the masking
	 */
	public Masking and(Masking other) {
		Masking both = this;
		for (String name : other.names) {
			both = both.withCredentials(name, null);
		}
		for (String password : other.passwords) {
			both = both.withCredentials(null, password);
		}
		return both;
	}

	private static List<String> with(List<String> secrets, @Nullable String secret) {
		if (secret == null || secret.isBlank() || secrets.contains(secret)) {
			return secrets;
		}
		List<String> longer = new ArrayList<>(secrets);
		longer.add(secret);
		return List.copyOf(longer);
	}

	/**
	 * Masks secrets in text.
	 * @param text any text; cut after 8,192 characters
	 * @return the text without its secrets
	 */
	public String mask(String text) {
		boolean tooLong = text.length() > LONGEST;
		String masked = TextSecrets.mask(replace(this.namesAndPasswords, tooLong ? cut(text) : text));
		return tooLong ? masked + "..." : masked;
	}

	/**
	 * Cuts a text that is too long where that leaves no half of a secret which could not
	 * be told as one: neither in a word, nor behind the beginning of a URI or a
	 * user-info, nor in a name or a password.
	 */
	private String cut(String text) {
		int end = LONGEST;
		while (end > 0 && !Character.isWhitespace(text.charAt(end - 1))) {
			end--;
		}
		if (end == 0) {
			int uri = text.indexOf("://");
			end = (uri >= 0 && uri < LONGEST) ? uri : TextSecrets.beforeUserInfo(text, LONGEST);
		}
		String shorter = text.substring(0, end);
		for (String secret : this.names) {
			shorter = withoutBeginningOf(secret, shorter);
		}
		for (String secret : this.passwords) {
			shorter = withoutBeginningOf(secret, shorter);
		}
		return shorter;
	}

	private static String withoutBeginningOf(String secret, String text) {
		for (int length = Math.min(secret.length() - 1, text.length()); length > 0; length--) {
			if (text.regionMatches(text.length() - length, secret, 0, length)) {
				return text.substring(0, text.length() - length);
			}
		}
		return text;
	}

	/**
	 * Masks a URI for display. A user name is masked only in the user-info, because a
	 * host or a database may have the same name.
	 * @param uri the URI
	 * @return its text without user-info and passwords
	 */
	public String mask(URI uri) {
		return maskUrl(uri.toString());
	}

	/**
	 * Masks the text of a URL for display. It may be malformed; a character that should
	 * have been encoded does not end a secret.
	 * @param url the URL
	 * @return its text without user-info and passwords
	 */
	public String maskUrl(String url) {
		return TextSecrets.mask(UrlSecrets.mask(replace(this.passwordsAlone, url)));
	}

	private static String replace(Optional<Pattern> secrets, String text) {
		return secrets.isEmpty() ? text : secrets.get().matcher(text).replaceAll(MASK);
	}

	/**
	 * Masks secrets in text from outside, and replaces its control characters, so that it
	 * stays on one line.
	 * @param text any text
	 * @return one line without secrets
	 */
	public String maskLine(String text) {
		return inOneLine(mask(text));
	}

	static boolean isInOneLine(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (endsLine(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	static String inOneLine(String text) {
		if (isInOneLine(text)) {
			return text;
		}
		StringBuilder line = new StringBuilder(text);
		for (int i = 0; i < line.length(); i++) {
			if (endsLine(line.charAt(i))) {
				line.setCharAt(i, ' ');
			}
		}
		return line.toString();
	}

	private static boolean endsLine(int character) {
		return Character.isISOControl(character) || character == 0x2028 || character == 0x2029;
	}

	/**
	 * Describes a failure in one line for display.
	 * @param failure the failure
	 * @return the simple name of its type and, if it has one, its masked message. A
	 * message that cannot be read is omitted
	 */
	public String describe(Throwable failure) {
		String type = failure.getClass().getSimpleName();
		String message;
		try {
			message = failure.getMessage();
		}
		catch (Throwable ex) {
			return type + " (its message cannot be read: " + ex.getClass().getSimpleName() + ")";
		}
		return (message != null) ? type + ": " + maskLine(message) : type;
	}

	/**
	 * Masks a failure for display with its stack trace.
	 * @param failure the failure
	 * @return the failure itself, if its text and that of its causes and suppressed
	 * exceptions need no masking; otherwise a substitute with their stack traces, without
	 * secrets and control characters
	 */
	public Throwable mask(Throwable failure) {
		return MaskedFailure.of(failure, this);
	}

}
