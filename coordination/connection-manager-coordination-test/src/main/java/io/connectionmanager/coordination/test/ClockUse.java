package io.connectionmanager.coordination.test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds classes that name a method which reads a clock, or an SQL function which does.
 */
final class ClockUse {

	private static final Pattern CLOCK = Pattern.compile("currentTimeMillis|nanoTime|java/time/Clock"
			+ "|(?i:CURRENT_TIMESTAMP|LOCALTIMESTAMP|SYSDATE|UNIX_TIMESTAMP|CLOCK_TIMESTAMP|\\bNOW\\()");

	/** A constant of a class file: 1, the length, the text. */
	private static final Pattern NOW = Pattern.compile("\u0001\u0000\u0003now");

	private static final Pattern TIME = Pattern.compile("java/time/(?:Instant|Local|Offset|Zoned|Year)");

	private ClockUse() {
	}

	/** Searches a class, and those of its package that it uses, directly or not. */
	static Set<String> of(Class<?> type) throws IOException {
		Pattern neighbour = Pattern.compile(Pattern.quote(type.getPackageName().replace('.', '/')) + "/[\\w$]+");
		Deque<String> open = new ArrayDeque<>(List.of(type.getName().replace('.', '/')));
		Set<String> searched = new HashSet<>();
		Set<String> found = new TreeSet<>();
		while (!open.isEmpty()) {
			String name = open.pop();
			if (searched.add(name)) {
				String content = content(type, name);
				if (readsClock(content)) {
					found.add(name);
				}
				for (Matcher uses = neighbour.matcher(content); uses.find();) {
					open.push(uses.group());
				}
			}
		}
		return found;
	}

	private static boolean readsClock(String content) {
		return CLOCK.matcher(content).find() || NOW.matcher(content).find() && TIME.matcher(content).find();
	}

	private static String content(Class<?> type, String name) throws IOException {
		try (InputStream content = type.getResourceAsStream("/" + name + ".class")) {
			return (content != null) ? new String(content.readAllBytes(), StandardCharsets.ISO_8859_1) : "";
		}
	}

}
