package io.connectionmanager.spring.actuate;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All connections of an application.
 *
 * @param connections the connections, by name
 */
public record ConnectionsDescriptor(List<ConnectionSummary> connections) implements OperationResponseBody {

}
