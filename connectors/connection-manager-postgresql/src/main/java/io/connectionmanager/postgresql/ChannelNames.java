package io.connectionmanager.postgresql;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The names of channels, which are identifiers of SQL.
 */
final class ChannelNames {

	/** PostgreSQL cuts off what is longer, and notifications never arrive. */
	private static final int MAX_BYTES = 63;

	private ChannelNames() {
	}

	static List<String> validated(List<String> channels) {
		if (channels.isEmpty()) {
			throw new IllegalArgumentException("must name at least one channel");
		}
		channels.forEach(ChannelNames::validate);
		return List.copyOf(channels);
	}

	private static void validate(String channel) {
		if (channel.isEmpty() || channel.indexOf('\0') >= 0) {
			throw new IllegalArgumentException("must not have an empty name or the character NUL in it");
		}
		if (channel.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
			throw new IllegalArgumentException(
					"must be names of at most %d bytes, but one is '%s'".formatted(MAX_BYTES, channel));
		}
	}

	/**
	 * Returns the statements that listen on channels.
	 * @param channels the channels
	 * @return the statements, separated by semicolons
	 */
	static String listenTo(List<String> channels) {
		return channels.stream()
			.map((it) -> "LISTEN \"" + it.replace("\"", "\"\"") + "\"")
			.collect(Collectors.joining("; "));
	}

}
