package io.connectionmanager.spring.actuate;

import java.util.List;

/**
 * All connections of an application.
 *
 * @param connections the connections, by name
 */
public record ConnectionsDescriptor(List<ConnectionSummary> connections) {

}
