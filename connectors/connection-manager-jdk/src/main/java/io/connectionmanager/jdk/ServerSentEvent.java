package io.connectionmanager.jdk;

import java.util.Objects;

/**
 * An event of an {@link EventStream}.
 *
 * @param id the last event ID: that of the event, or of the latest event before that had
 * one, or an empty text
 * @param type the type of the event, {@code message} if the server gives none
 * @param data the data; its lines are separated by line feeds
 */
public record ServerSentEvent(String id, String type, String data) {

	public ServerSentEvent {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(data, "data");
	}

}
