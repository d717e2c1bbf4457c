package io.connectionmanager.spring.declaration;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The options of a connection under the names that its factory knows: case, dashes and
 * underscores do not matter, because an environment variable does not show them. The
 * elements of a list are one value, separated by commas.
 */
final class ConnectorOptionValues {

	private static final Pattern ELEMENT = Pattern.compile("(.+?)(?:\\.|\\[)(\\d{1,9})]?");

	private ConnectorOptionValues() {
	}

	/**
	 * Returns options under their proper names.
	 * @param bound the options as bound, those with higher precedence first
	 * @param known the names that the factory knows
	 * @return the options
	 * @throws UnknownOptionException if there is one that the factory does not know
	 */
	static Map<String, String> of(Map<String, String> bound, Set<String> known) {
		Map<String, String> byFolded = new LinkedHashMap<>();
		for (String name : known) {
			byFolded.put(ConnectionName.fold(name), name);
		}
		Map<String, String> options = new LinkedHashMap<>();
		Map<String, SortedMap<Integer, String>> lists = new LinkedHashMap<>();
		bound.forEach((key, value) -> {
			Matcher element = ELEMENT.matcher(key);
			boolean listed = element.matches() && !byFolded.containsKey(ConnectionName.fold(key));
			String spelled = listed ? element.group(1) : key;
			String name = byFolded.get(ConnectionName.fold(spelled));
			if (name == null) {
				throw new UnknownOptionException(spelled, closest(spelled, known));
			}
			if (listed) {
				lists.computeIfAbsent(name, (list) -> new TreeMap<>())
					.putIfAbsent(Integer.valueOf(element.group(2)), value);
			}
			else {
				options.putIfAbsent(name, value);
			}
		});
		lists.forEach((name, list) -> options.putIfAbsent(name, String.join(",", list.values())));
		return options;
	}

	/**
	 * Returns the name that was probably meant.
	 * @param name a name
	 * @param known the known names
	 * @return the most similar one, or {@code null} if none is similar
	 */
	static @Nullable String closest(String name, Collection<String> known) {
		String folded = ConnectionName.fold(name);
		String closest = null;
		int least = Math.max(2, folded.length() / 3) + 1;
		for (String candidate : known) {
			String other = ConnectionName.fold(candidate);
			int distance = (other.startsWith(folded) || folded.startsWith(other)) ? 1 : distance(folded, other);
			if (distance < least) {
				least = distance;
				closest = candidate;
			}
		}
		return closest;
	}

	private static int distance(String one, String other) {
		int[] previous = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] current = new int[other.length() + 1];
			current[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int substitution = previous[j - 1] + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
			}
			previous = current;
		}
		return previous[other.length()];
	}

	/**
	 * Thrown when an option is not known.
	 */
	static final class UnknownOptionException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final String option;

		private final @Nullable String meant;

		UnknownOptionException(String option, @Nullable String meant) {
			super("Unknown option '%s'".formatted(option));
			this.option = option;
			this.meant = meant;
		}

		String option() {
			return this.option;
		}

		@Nullable String meant() {
			return this.meant;
		}

	}

}
