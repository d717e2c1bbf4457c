package io.connectionmanager;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of text that people get to see: the user-info of a URI, what is
 * written like {@code password=...}, and the names and passwords that it was told of,
 * wherever they are. Immutable.
 */
public final class Masking {

	private static final String MASK = "******";

	private static final Pattern USER_INFO = Pattern.compile("(?<=\\w://)[^\\s/?#]*(?=@)");

	private static final Pattern ASSIGNMENT = Pattern.compile(
			"(?i)((?:password|passwd|pwd|secret|token|api[-_]?key)\"?\\s*[=:]\\s*)(\"[^\"]*\"|'[^']*'|[^\\s,;&)\\]}]+)");

	/** A name so short may be part of any word; it is masked only where it is one. */
	private static final int SHORT = 4;

	private static final Masking STANDARD = new Masking(List.of(), List.of());

	static {
		// Loaded in time: what is logged may be that no file can be opened any more.
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

	// What is part of another comes behind it.
	private static Optional<Pattern> anyOf(Stream<String> alternatives) {
		List<String> longestFirst = alternatives.distinct()
			.sorted(Comparator.comparing(String::length).reversed())
			.toList();
		return longestFirst.isEmpty() ? Optional.empty()
				: Optional.of(Pattern.compile(longestFirst.stream().collect(Collectors.joining("|"))));
	}

	/**
	 * Returns the masking of what looks like a secret, for text of which nothing else is
	 * known.
	 * @return the masking
	 */
	public static Masking standard() {
		return STANDARD;
	}

	/**
	 * Returns a masking that takes out all that this one does, and what a connection logs
	 * in with.
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
	 * Returns a masking that takes out all that this one does, and the user-info of a
	 * URI: as it is written there, and decoded.
	 * @param uri the URI, with user-info or without
	 * @return the masking
	 */
	public Masking withUserInfoOf(URI uri) {
		return withUserInfo(uri.getRawUserInfo()).withUserInfo(uri.getUserInfo());
	}

	private Masking withUserInfo(@Nullable String userInfo) {
		if (userInfo == null) {
			return this;
		}
		int colon = userInfo.indexOf(':');
		return (colon < 0) ? withCredentials(userInfo, null)
				: withCredentials(userInfo.substring(0, colon), userInfo.substring(colon + 1));
	}

	/**
	 * Returns a masking that takes out all that this one and another one do.
	 * @param other the other one
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
	 * Masks secrets.
	 * @param text any text
	 * @return the text without its secrets
	 */
	public String mask(String text) {
		return maskWhatLooksLikeOne(replace(this.namesAndPasswords, text));
	}

	/**
	 * Returns a URI as text that may be shown. Elsewhere than in its user-info, a name is
	 * left alone: a host or a database may well be called like the user.
	 * @param uri the URI
	 * @return its text without user-info and passwords
	 */
	public String mask(URI uri) {
		return maskWhatLooksLikeOne(replace(this.passwordsAlone, uri.toString()));
	}

	private static String replace(Optional<Pattern> secrets, String text) {
		return secrets.isEmpty() ? text : secrets.get().matcher(text).replaceAll(MASK);
	}

	private static String maskWhatLooksLikeOne(String text) {
		String masked = text.contains("@") ? USER_INFO.matcher(text).replaceAll(MASK) : text;
		Matcher assignment = ASSIGNMENT.matcher(masked);
		return assignment.find() ? assignment.replaceAll("$1" + MASK) : masked;
	}

	/**
	 * Returns a failure in one line that may be shown: its type and message.
	 * @param failure the failure
	 * @return the simple name of its type and, if it has one, its masked message
	 */
	public String describe(Throwable failure) {
		String type = failure.getClass().getSimpleName();
		String message = failure.getMessage();
		return (message != null) ? type + ": " + mask(message) : type;
	}

	/**
	 * Returns a failure that may be shown with its stack trace.
	 * @param failure the failure
	 * @return the failure itself if nothing that it, its causes and those it suppressed
	 * say of themselves is secret; else one to stand in for it, with their stack traces
	 * and without their secrets
	 */
	public Throwable mask(Throwable failure) {
		return MaskedFailure.of(failure, this);
	}

}
