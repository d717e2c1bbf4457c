package io.connectionmanager;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The promises that a Java source cites by number, in comments and display names. Other
 * strings and code do not count, and a number right before a decimal point is none. The
 * promises of exclusive connections have numbers such as E7.
 */
final class PromiseCitations {

	private static final String STRING = "\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\"";

	/**
	 * What is read as a whole, so that what looks like a comment within a string is none,
	 * and the other way round. Comments on consecutive lines are one.
	 */
	private static final Pattern TOKEN = Pattern
		.compile("@DisplayName\\(\\s*(?<name>%1$s(?:\\s*\\+\\s*%1$s)*)\\s*\\)".formatted(STRING)
				+ "|\"\"\"[\\s\\S]*?\"\"\"|" + STRING + "|'(?:[^'\\\\\\n]|\\\\[^\\n]+?)'"
				+ "|(?<comment>//[^\\n]*(?:\\n\\s*//[^\\n]*)*|/\\*[\\s\\S]*?\\*/)");

	/** What stands between two lines of one text: in a comment, in a joined string. */
	private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\n\\s*(?://+|\\*+(?!/))?\\s*|\"\\s*\\+\\s*\"");

	private static final String NUMBER = "E?\\d++(?!\\.\\d)\\b";

	private static final Pattern CITATION = Pattern
		.compile("\\b[Pp]romise (?<one>%1$s)|\\b[Pp]romises (?<many>%1$s(?:(?:, and|,| and| or| to) %1$s)*)"
			.formatted(NUMBER));

	private static final Pattern RANGE = Pattern.compile("(?<kind>E?)(?<first>\\d+)(?: to \\k<kind>(?<last>\\d+))?");

	private PromiseCitations() {
	}

	/**
	 * Finds the citations in a source.
	 * @param source the source
	 * @return the numbers in order; each as often as it is cited
	 */
	static List<String> in(String source) {
		List<String> numbers = new ArrayList<>();
		Matcher token = TOKEN.matcher(source);
		while (token.find()) {
			String text = (token.group("name") != null) ? token.group("name") : token.group("comment");
			if (text != null) {
				Matcher citation = CITATION.matcher(LINE_BREAK.matcher(text).replaceAll(PromiseCitations::space));
				while (citation.find()) {
					numbers.addAll(numbers(citation));
				}
			}
		}
		return numbers;
	}

	/** The parts of a joined string have their spaces in them; lines have none. */
	private static String space(MatchResult lineBreak) {
		return lineBreak.group().startsWith("\"") ? "" : " ";
	}

	private static List<String> numbers(Matcher citation) {
		if (citation.group("one") != null) {
			return List.of(citation.group("one"));
		}
		return RANGE.matcher(citation.group("many")).results().flatMap(PromiseCitations::range).toList();
	}

	private static Stream<String> range(MatchResult range) {
		int first = Integer.parseInt(range.group(2));
		int last = (range.group(3) != null) ? Integer.parseInt(range.group(3)) : first;
		return IntStream.rangeClosed(first, last).mapToObj((number) -> range.group(1) + number);
	}

}
