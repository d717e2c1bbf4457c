package io.connectionmanager;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what looks like a secret in any text. Takes time in proportion to the length of
 * the text, whatever it is.
 */
final class TextSecrets {

	/** What stands between a name and its value; also as JSON or a URL escapes it. */
	private static final String OPERATOR = "(?:->|:{1,2}+=|={1,3}+>?|[:>]|\\\\u003d|%3d)";

	/** A name that is itself a value, such as that of an element of a list. */
	private static final String NAMED_VALUE = "[\\s,]{1,16}+\\\\*[\"']?value\\\\*[\"']?\\s{0,8}+[=:]";

	/** The names of secrets, up to where the value begins: quoted, escaped or plain. */
	private static final String ASSIGNMENT = "(?:passw(?:or)?d|passphrase|(?<![a-z])pass|pwd|secret|token"
			+ "|credential|signature|authorization|cookie|jaas[-_.]?config|connection[-_.]?string"
			+ "|(?:api|access|account|private|shared|encryption|master)[-_. ]?key|(?<=[?&;])(?:sig|key))"
			+ "(?:[\\w.]|-(?!>)){0,32}+\\\\*[\"']?(?:\\s{0,8}+" + OPERATOR + "|" + NAMED_VALUE + ")\\s*+";

	/** Options of a command line, as it is typed or as a list is shown. */
	private static final String OPTION = "(?<![\\w-])(?:--?[\\w-]{0,24}?(?:passw(?:or)?d|passphrase|pass|pwd|secret|token"
			+ "|credential|(?:api|access|private)-?key)[\\w-]{0,24}+|(?-i:-p))[\"']?(?:\\s*+,\\s*+|\\s++)(?![\"']?-)";

	/** A password that follows its option directly, and a user with a password. */
	private static final String USER_OPTION = "(?<!\\S)(?-i:-u)\\s?\\S{1,64}+\\s++(?-i:-p)(?=\\S)"
			+ "|(?<!\\S)(?:(?-i:-u)\\s?|--user[\\s=])(?=[\"']?[^\\s:\"'@]{0,64}+:)";

	/** The beginning of a string of SQL. */
	private static final String STRING = "(?=[a-z]?&?[\"'])";

	/** Passwords in SQL, and in quotes in a sentence. */
	private static final String STATEMENT = "(?:passw(?:or)?d|passphrase)(?:\\s{1,8}+|\\s{0,8}+\\(\\s{0,8}+)" + STRING
			+ "|\\bidentified\\s{1,8}+(?:with\\s{1,8}+\\S{1,64}+\\s{1,8}+)?(?:by|as)\\s{1,8}+" + STRING
			+ "|\\bpassword\\s{1,8}+for\\s{1,8}+[^\\s=]{1,128}+\\s{0,8}+=\\s{0,8}+" + STRING;

	/** The maximum length of what may precede a string of SQL. */
	private static final int LONGEST_PREFIX = 32;

	private static final Pattern KEY = Pattern
		.compile("(?i)" + String.join("|", ASSIGNMENT, OPTION, USER_OPTION, STATEMENT));

	private static final Pattern SECRET_PARAMETER = Pattern.compile("(?i)" + ASSIGNMENT);

	/** Headers have values of several words. */
	private static final Pattern HEADER = Pattern.compile("(?i)authorization|cookie");

	private static final Pattern TOKEN = Pattern
		.compile("(?i)\\b((?:bearer|basic|negotiate|digest|apikey)\\s++)(?=\\S{0,64}?[\\d=._~+/-])[^\\s,;\"'\\\\]++");

	/** A token in JSON, whose header is an object. */
	private static final Pattern JSON_TOKEN = Pattern
		.compile("(?<![\\w-])eyJ[\\w-]{8,}+\\.[\\w-]{8,}+(?:\\.[\\w-]*+){1,3}+");

	/** The lines around a private key in PEM, and around the credentials of NATS. */
	private static final Pattern PRIVATE_KEY = Pattern
		.compile("-----(BEGIN|END) [A-Z0-9 ]{0,32}?(?:PRIVATE KEY(?: BLOCK)?|NKEY SEED|USER JWT)-----");

	private TextSecrets() {
	}

	/**
	 * Returns whether a parameter of a URL is a secret.
	 * @param assignment its name and an equals sign
	 */
	static boolean isSecretParameter(String assignment) {
		return SECRET_PARAMETER.matcher("&" + assignment).find();
	}

	/**
	 * Masks what looks like a secret.
	 */
	static String mask(String text) {
		String masked = text.contains("-----") ? maskPrivateKeys(text) : text;
		if (masked.contains("@")) {
			masked = maskBareUserInfo(maskUserInfo(masked));
		}
		masked = TOKEN.matcher(maskAssignments(masked)).replaceAll("$1" + Masking.MASK);
		return masked.contains("eyJ") ? JSON_TOKEN.matcher(masked).replaceAll(Masking.MASK) : masked;
	}

	/**
	 * Masks everything between the first line and the last line of a private key. If one
	 * of them is missing, everything on that side may be part of the key.
	 */
	private static String maskPrivateKeys(String text) {
		Matcher line = PRIVATE_KEY.matcher(text);
		StringBuilder masked = new StringBuilder();
		int done = 0;
		boolean inside = false;
		while (line.find()) {
			boolean begins = line.group(1).equals("BEGIN");
			if (inside || !begins) {
				masked.append(Masking.MASK).append(line.group());
			}
			else {
				masked.append(text, done, line.end());
			}
			done = line.end();
			inside = begins;
		}
		return inside ? masked.append(Masking.MASK).toString() : masked.append(text, done, text.length()).toString();
	}

	/**
	 * Masks everything between {@code ://} and the last {@code @} before a blank or
	 * another URI, because a password may contain any other character.
	 */
	private static String maskUserInfo(String text) {
		StringBuilder masked = new StringBuilder(text.length());
		int done = 0;
		for (int begin = text.indexOf("://"); begin >= 0;) {
			int start = begin + 3;
			int next = text.indexOf("://", start);
			int end = start;
			int limit = (next >= 0) ? next : text.length();
			while (end < limit && !Character.isWhitespace(text.charAt(end))) {
				end++;
			}
			int at = end - 1;
			while (at >= start && text.charAt(at) != '@') {
				at--;
			}
			if (at >= start) {
				masked.append(text, done, start).append(Masking.MASK);
				done = at;
			}
			begin = next;
		}
		return masked.append(text, done, text.length()).toString();
	}

	/**
	 * Masks the user-info of addresses without a scheme, such as
	 * {@code user:password@host}: in each word, everything before the last {@code @}, if
	 * it has a colon.
	 */
	private static String maskBareUserInfo(String text) {
		StringBuilder masked = new StringBuilder(text.length());
		int done = 0;
		for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
			int begin = at;
			while (begin > done && !Character.isWhitespace(text.charAt(begin - 1))) {
				begin--;
			}
			int end = endOfWord(text, at);
			int last = text.lastIndexOf('@', end - 1);
			int start = beginOfUserInfo(text, begin, last);
			if (start >= 0) {
				masked.append(text, done, start).append(Masking.MASK);
			}
			else {
				masked.append(text, done, last);
			}
			done = last;
			at = end - 1;
		}
		return masked.append(text, done, text.length()).toString();
	}

	private static int endOfWord(String text, int position) {
		int end = position;
		while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
			end++;
		}
		return end;
	}

	/** Returns where a word has a user-info, or -1 if it has none or a scheme. */
	private static int beginOfUserInfo(String text, int begin, int at) {
		if (text.substring(begin, at).contains("://")) {
			return -1;
		}
		for (int colon = text.indexOf(':', begin); colon >= 0 && colon < at; colon = text.indexOf(':', colon + 1)) {
			boolean separates = isQuote(text, colon + 1) || colon > begin && isQuote(text, colon - 1);
			if (!separates) {
				int start = colon;
				while (start > begin && "\"'([{<,;=|".indexOf(text.charAt(start - 1)) < 0) {
					start--;
				}
				return start;
			}
		}
		return -1;
	}

	/**
	 * Returns where to cut a text that is a single word, so that no user-info is cut.
	 */
	static int beforeUserInfo(String text, int longest) {
		int at = text.indexOf('@', longest);
		int colon = text.indexOf(':');
		return (at >= 0 && at < endOfWord(text, longest) && colon >= 0 && colon < longest) ? colon : longest;
	}

	private static String maskAssignments(String text) {
		Matcher key = KEY.matcher(text);
		if (!key.find()) {
			return text;
		}
		StringBuilder masked = new StringBuilder(text.length());
		int done = 0;
		do {
			int start = key.end();
			int end = endOfValue(text, start, HEADER.matcher(key.group()).find());
			masked.append(text, done, start);
			if (end > start) {
				masked.append(Masking.MASK);
			}
			done = end;
		}
		while (done < text.length() && key.find(done));
		return masked.append(text, done, text.length()).toString();
	}

	/**
	 * Returns the end of a value: after its closing quote or bracket, or at a delimiter.
	 * If more of a word follows, what seemed to enclose the value is part of it.
	 */
	private static int endOfValue(String text, int start, boolean header) {
		int end = endOfEnclosed(text, start);
		boolean goesOn = end == start || end < text.length() && isPartOfName(text.charAt(end));
		return goesOn ? endOfPlain(text, end, header) : end;
	}

	/** Returns the end of a value that begins with a quote or bracket, or the start. */
	private static int endOfEnclosed(String text, int start) {
		if (start == text.length()) {
			return start;
		}
		char first = text.charAt(start);
		if (first == '[' || first == '{') {
			return behind(text, text.indexOf((first == '[') ? ']' : '}', start), 1);
		}
		int prefix = lengthOfPrefix(text, start);
		if (isQuote(text, start + prefix)) {
			return endOfQuoted(text, start + prefix + 1, text.charAt(start + prefix));
		}
		if (first == '\\') {
			int quote = start;
			while (quote < text.length() && text.charAt(quote) == '\\') {
				quote++;
			}
			String opening = text.substring(start, Math.min(quote + 1, text.length()));
			return behind(text, text.indexOf(opening, start + opening.length()), opening.length());
		}
		return start;
	}

	private static int endOfPlain(String text, int start, boolean header) {
		int end = start;
		while (end < text.length() && !isDelimiter(text.charAt(end), header)) {
			// A header may have parameters in quotes; any other quote is around all of
			// it.
			boolean quoted = header && text.charAt(end) == '=' && isQuote(text, end + 1);
			end = quoted ? endOfQuoted(text, end + 2, text.charAt(end + 1)) : end + 1;
		}
		return end;
	}

	/**
	 * A string of SQL may have one, such as {@code N'...'} or {@code U&'...'}, or be the
	 * argument of a function.
	 */
	private static int lengthOfPrefix(String text, int start) {
		int end = start;
		while (end < Math.min(text.length(), start + LONGEST_PREFIX) && isPartOfName(text.charAt(end))) {
			end++;
		}
		return (text.startsWith("&", end) || text.startsWith("(", end)) ? end + 1 - start : end - start;
	}

	private static boolean isPartOfName(char character) {
		return Character.isLetterOrDigit(character) || character == '_';
	}

	private static boolean isQuote(String text, int position) {
		return text.startsWith("\"", position) || text.startsWith("'", position);
	}

	/** In SQL, a doubled quote is part of the value. */
	private static int endOfQuoted(String text, int start, char quote) {
		for (int i = start; i < text.length(); i++) {
			char character = text.charAt(i);
			boolean closes = character == quote;
			boolean doubled = closes && i + 1 < text.length() && text.charAt(i + 1) == quote;
			if (character == '\\' || doubled) {
				i++;
			}
			else if (closes) {
				return i + 1;
			}
		}
		return text.length();
	}

	/** If nothing closes, everything that follows may be part of the secret. */
	private static int behind(String text, int position, int length) {
		return (position >= 0) ? position + length : text.length();
	}

	private static boolean isDelimiter(char character, boolean header) {
		return header ? character == '\n' || character == '\r' || character == '"' || character == '\''
				: Character.isWhitespace(character) || ",;&)]}<".indexOf(character) >= 0;
	}

}
