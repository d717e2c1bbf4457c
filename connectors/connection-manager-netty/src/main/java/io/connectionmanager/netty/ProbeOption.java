package io.connectionmanager.netty;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import io.connectionmanager.connector.ConnectorContext;
import io.connectionmanager.connector.InvalidOptionException;

/**
 * The option that holds the bytes of a probe, as text with escapes. It is not trimmed:
 * white space is part of a protocol.
 */
final class ProbeOption {

	static final String NAME = "probe";

	private ProbeOption() {
	}

	static byte @Nullable [] of(ConnectorContext context) {
		String text = context.options().get(NAME);
		if (text == null || text.isEmpty()) {
			return null;
		}
		try {
			return parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidOptionException(context.name(), NAME,
					"must be text with the escapes \\r, \\n, \\t, \\0, \\\\ and \\xHH, but is '%s'".formatted(text));
		}
	}

	static byte[] parse(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
		for (int i = 0; i < text.length();) {
			int character = text.codePointAt(i);
			i += Character.charCount(character);
			if (character != '\\') {
				bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
				continue;
			}
			char escape = (i < text.length()) ? text.charAt(i++) : ' ';
			if (escape == 'x') {
				bytes.write(hexadecimal(text, i));
				i += 2;
			}
			else {
				bytes.write(escaped(escape));
			}
		}
		return bytes.toByteArray();
	}

	private static int escaped(char escape) {
		return switch (escape) {
			case 'r' -> '\r';
			case 'n' -> '\n';
			case 't' -> '\t';
			case '0' -> 0;
			case '\\' -> '\\';
			default -> throw new IllegalArgumentException("Unknown escape");
		};
	}

	private static int hexadecimal(String text, int position) {
		int high = digit(text, position);
		return 16 * high + digit(text, position + 1);
	}

	private static int digit(String text, int position) {
		int digit = (position < text.length()) ? Character.digit(text.charAt(position), 16) : -1;
		if (digit < 0) {
			throw new IllegalArgumentException("Not a hexadecimal digit");
		}
		return digit;
	}

}
