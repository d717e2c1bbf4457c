package io.connectionmanager.spring.actuate;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A summary of all connections of an application.
 *
 * @param connections the connections, sorted by name
 */
public record ConnectionsDescriptor(List<ConnectionSummary> connections) implements OperationResponseBody {

}
