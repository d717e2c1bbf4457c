package io.connectionmanager.engine.claims;

import java.util.HashMap;
import java.util.Map;

/**
 * The fields of a value in the store: {@code name=value}, separated by spaces. Fields
 * that are not known are ignored, so that a later version may add some.
 */
final class Fields {

	private final Map<String, String> fields = new HashMap<>();

	private Fields() {
	}

	static Fields parse(String text) {
		Fields parsed = new Fields();
		for (String field : text.strip().split(" +")) {
			int equals = field.indexOf('=');
			if (equals > 0) {
				parsed.fields.put(field.substring(0, equals), field.substring(equals + 1));
			}
		}
		return parsed;
	}

	String text(String name, String otherwise) {
		return this.fields.getOrDefault(name, otherwise);
	}

	long number(String name, long otherwise) {
		try {
			String text = this.fields.get(name);
			return (text != null) ? Long.parseLong(text) : otherwise;
		}
		catch (NumberFormatException ex) {
			return otherwise;
		}
	}

}
