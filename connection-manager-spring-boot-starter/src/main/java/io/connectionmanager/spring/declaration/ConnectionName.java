package io.connectionmanager.spring.declaration;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Conversion between names of connections and names of beans.
 * <p>
 * Two names with the same {@link #key key} would make beans of the same name, so they
 * cannot be two connections. An environment variable does not show where a word ends: it
 * contains only what {@link #fold} leaves of a name.
 */
public final class ConnectionName {

	private static final String CONNECTOR = "Connector";

	private static final Pattern WORD_START = Pattern
		.compile("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

	private static final String NOT_IN_A_PATH = "/\\;%";

	private ConnectionName() {
	}

	/**
	 * Finds the value of a connection, regardless of how its name is spelled.
	 * @param <T> the type of the values
	 * @param byName the values by name
	 * @param name a name
	 * @return the value of that name, or else of the name with the same key, or else of
	 * the only name that is the same once folded
	 */
	public static <T> @Nullable T find(Map<String, T> byName, String name) {
		T exact = byName.get(name);
		if (exact != null) {
			return exact;
		}
		String key = key(name);
		String folded = fold(name);
		T similar = null;
		int count = 0;
		for (Map.Entry<String, T> entry : byName.entrySet()) {
			if (key(entry.getKey()).equals(key)) {
				return entry.getValue();
			}
			if (fold(entry.getKey()).equals(folded)) {
				similar = entry.getValue();
				count++;
			}
		}
		return (count == 1) ? similar : null;
	}

	static boolean same(String name, String other) {
		return key(name).equals(key(other));
	}

	static String key(String name) {
		return camelCase(name).toLowerCase(Locale.ROOT);
	}

	static String fold(String name) {
		StringBuilder folded = new StringBuilder(name.length());
		for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
			int ch = name.codePointAt(i);
			if (Character.isLetterOrDigit(ch)) {
				folded.appendCodePoint(ch);
			}
		}
		return folded.toString().toLowerCase(Locale.ROOT);
	}

	/**
	 * Converts a name to camel case. Separated digits stay apart: {@code shard-1-1} is
	 * {@code shard1_1}, {@code shard-11} is {@code shard11}.
	 * @param name the name of a connection
	 * @return the name in camel case
	 */
	static String camelCase(String name) {
		StringBuilder camelCase = new StringBuilder(name.length());
		boolean wordStarts = false;
		int last = 0;
		for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
			int ch = name.codePointAt(i);
			if (!Character.isLetterOrDigit(ch)) {
				wordStarts = last != 0;
				continue;
			}
			if (wordStarts && Character.isDigit(last) && Character.isDigit(ch)) {
				camelCase.append('_');
			}
			camelCase.appendCodePoint(wordStarts ? Character.toUpperCase(ch) : ch);
			wordStarts = false;
			last = ch;
		}
		return camelCase.isEmpty() ? name : StringUtils.uncapitalizeAsProperty(camelCase.toString());
	}

	/**
	 * Returns the default name of the connection of a connector.
	 * @param beanName the name of the connector bean
	 * @return the bean name in kebab case, without the suffix {@code Connector}
	 */
	static String ofConnector(String beanName) {
		String simple = beanName.substring(Math.max(beanName.lastIndexOf('.'), beanName.lastIndexOf('$')) + 1);
		boolean suffixed = simple.endsWith(CONNECTOR) && simple.length() > CONNECTOR.length();
		String name = suffixed ? simple.substring(0, simple.length() - CONNECTOR.length()) : simple;
		return WORD_START.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns why a name cannot be part of the path {@code /actuator/connections/{name}}:
	 * web servers and firewalls reject some characters even if they are encoded.
	 * @param name the name of a connection
	 * @return the reason, or {@code null} if it can be
	 */
	static @Nullable String whyNotInPath(String name) {
		if (name.isBlank()) {
			return "it is blank";
		}
		if (name.equals(".") || name.equals("..")) {
			return "it denotes a directory";
		}
		for (int i = 0; i < name.length(); i++) {
			char ch = name.charAt(i);
			if (Character.isISOControl(ch)) {
				return "it contains a control character";
			}
			if (NOT_IN_A_PATH.indexOf(ch) >= 0) {
				return "it contains '" + ch + "'";
			}
		}
		return null;
	}

}
