package io.connectionmanager.spring.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.util.StringUtils;

/**
 * How the name of a connection is spelled as the name of a bean, and the other way round.
 * Environment variables know neither case nor dashes, so two names that differ in nothing
 * else are one.
 */
final class ConnectionName {

	private static final String CONNECTOR = "Connector";

	private static final Pattern WORD_START = Pattern
		.compile("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

	private static final Pattern WORD_END = Pattern.compile("[^\\p{L}\\p{Nd}]+");

	private ConnectionName() {
	}

	static boolean same(String name, String other) {
		return fold(name).equals(fold(other));
	}

	static String fold(String name) {
		return name.codePoints()
			.filter(Character::isLetterOrDigit)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString()
			.toLowerCase(Locale.ROOT);
	}

	static String camelCase(String name) {
		List<String> words = WORD_END.splitAsStream(name).filter(StringUtils::hasLength).toList();
		String first = words.isEmpty() ? name : StringUtils.uncapitalizeAsProperty(words.get(0));
		return words.stream().skip(1).map(StringUtils::capitalize).collect(Collectors.joining("", first, ""));
	}

	/**
	 * Returns the name of the connection that a connector is for, when nothing else is
	 * said.
	 * @param beanName the name of the connector bean
	 * @return the bean name in kebab case, without {@code Connector} behind it
	 */
	static String ofConnector(String beanName) {
		String simple = beanName.substring(Math.max(beanName.lastIndexOf('.'), beanName.lastIndexOf('$')) + 1);
		boolean suffixed = simple.endsWith(CONNECTOR) && simple.length() > CONNECTOR.length();
		String name = suffixed ? simple.substring(0, simple.length() - CONNECTOR.length()) : simple;
		return WORD_START.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns which connections a connector bean is for, by its name alone.
	 * @param beanName the name of the connector bean
	 * @return its name with and without {@code Connector} behind it, folded
	 */
	static Set<String> foldedOfConnector(String beanName) {
		return Stream.of(beanName, ofConnector(beanName)).map(ConnectionName::fold).collect(Collectors.toSet());
	}

}
